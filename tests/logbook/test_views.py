"""Noting at the counter, as a browser without JavaScript does it."""

from __future__ import annotations

import re

from sqlalchemy import select

from community.activity.models import Activity
from community.clock import local_day, now
from community.db import session
from community.groups.models import SeenBy
from community.logbook.models import OutsideNote
from community.partners.models import ContactMoment
from tests.factories import a_gathering, a_theme, the_library
from tests.groups.groups import a_group
from tests.logbook.notes import a_note
from tests.logbook.rows import arrived
from tests.partners.making import a_partner

NOTE = "/vechtdal/beheer/logboek/noteren"


def typed(page: str, **fields: object) -> dict[str, object]:
    key = re.search(r'name="key"[^>]*value="([0-9a-f]{32})"', page)
    where = f"counter-{the_library().branches[0].id}"
    return {
        "key": key[1], "where": where, "on": local_day(now()).isoformat(),
        "theme": str(a_theme("digitaal").id), "company": "", **fields,
    }  # fmt: skip


def rows() -> list[Activity]:
    session().rollback()
    return list(session().scalars(select(Activity).order_by(Activity.id)))


def test_a_note_is_typed_saved_corrected_and_taken_back(counter):
    partner = a_partner("GGD Oostland")
    form = typed(
        counter.get(NOTE).text, text="Met de GGD gesproken over valpreventie.",
        company=f"partner-{partner.id}", is_contact="y",
    )  # fmt: skip
    assert counter.post(NOTE, data=form).location.endswith(NOTE)
    counter.post(NOTE, data=form)  # Pressed twice.
    page = counter.get(NOTE).text
    assert "Er is plaats voor de volgende." in page
    assert page.count("Met de GGD gesproken over valpreventie.</p>") == 1
    assert "Ook in het dossier van de partner." in page
    assert "</textarea>" in page
    assert len(list(session().scalars(select(ContactMoment)))) == 1
    note = session().scalars(select(OutsideNote)).one()
    path = f"/vechtdal/beheer/logboek/notities/{note.id}"
    again = {**form, "text": "Met de GGD een middag afgesproken."}
    assert counter.post(path, data=again).status_code == 303
    assert "Verbeterd om" in counter.get(NOTE).text
    counter.post(f"{path}/terugnemen")
    assert "Teruggenomen:" in counter.get(NOTE).text
    counter.post(f"{path}/terugzetten")
    assert [row.quantity for row in rows() if row.verb == "outside:noted"] == [1, 1, 0, 1]


def test_what_looks_like_a_person_is_asked_about_and_what_was_typed_stays(counter):
    form = typed(counter.get(NOTE).text, text="Mevrouw Bakker belt 06 12345678")
    answer = counter.post(NOTE, data=form)
    assert answer.status_code == 422
    assert "telefoonnummer in te staan" in answer.text
    assert "Mevrouw Bakker belt 06 12345678</textarea>" in answer.text
    assert rows() == []
    assert counter.post(NOTE, data={**form, "sure": "y"}).status_code == 303
    assert len(rows()) == 1


def test_no_person_is_looked_for_in_a_text_that_is_too_long_to_keep(counter):
    """In one of 100 kB without spaces that took a minute, of everybody's."""
    long = "mevrouw Bakker, " + "a" * 500
    answer = counter.post(NOTE, data=typed(counter.get(NOTE).text, text=long))
    assert answer.status_code == 422
    assert "Dit is te lang" in answer.text
    assert 'name="sure"' not in answer.text


def test_what_is_missing_is_said_beside_its_field(counter):
    page = counter.get(NOTE).text
    wrong = typed(page, text="", theme="", on="2020-01-01", is_contact="y")
    answer = counter.post(NOTE, data=wrong)
    assert answer.status_code == 422
    for said in (
        "Schrijf in één zin op wat er gebeurde.", "Kies waar het over ging.",
        "Kies hierboven welke partner het was.",
    ):  # fmt: skip
        assert said in answer.text
    answer = counter.post(NOTE, data=typed(page, text="Goed", on="2020-01-01"))
    assert answer.status_code == 422
    assert "Kies vandaag, of een dag van het afgelopen jaar." in answer.text
    assert rows() == []


def test_a_group_behind_closed_doors_is_named_at_the_desk_alone_and_a_sensitive_one_never(
    counter, desk
):
    a_group("Buurtgroep")
    a_group("Besloten kring", seen_by=SeenBy.MEMBERS)
    a_group("Rouwgroep", is_sensitive=True)
    at_the_counter, at_the_desk = counter.get(NOTE).text, desk.get(NOTE).text
    assert "Buurtgroep" in at_the_counter
    assert "Besloten kring" not in at_the_counter
    assert "Besloten kring" in at_the_desk
    assert "Rouwgroep" not in at_the_counter + at_the_desk


def test_colleagues_see_their_own_notes_and_librarians_put_right_anybodys(counter, desk):
    path = f"/vechtdal/beheer/logboek/notities/{a_note(text='Van een ander.').id}"
    assert "Van een ander." not in counter.get(NOTE).text
    assert counter.get(path).status_code == counter.post(f"{path}/terugnemen").status_code == 404
    assert "Van een ander." in desk.get(path).text


def test_the_way_in_is_on_today_and_in_the_menu(counter):
    assert counter.get("/vechtdal/beheer").text.count(NOTE) == 2


STORY = "/vechtdal/beheer/logboek"


def test_the_story_is_read_at_the_desk_and_leads_to_what_it_is_about(desk, counter):
    café = a_gathering("Taal & <b>koffie</b>")
    at_the_desk = f"/vechtdal/beheer/activiteiten/{café.id}"
    arrived(café, 2)
    a_note(text="Wie helpt met <DigiD>?", theme_id=a_theme("digitaal").id)
    page = desk.get(STORY).text
    way = f'<a href="{at_the_desk}">Taal &amp; &lt;b&gt;koffie&lt;/b&gt;</a>'
    assert f"2 mensen waren bij {way}." in page
    assert "‘Wie helpt met &lt;DigiD&gt;?’" in page
    assert counter.get(STORY).status_code == 403
    assert f"{STORY}?activiteit={café.id}" in desk.get(at_the_desk).text
    alive = desk.get(f"{STORY}/wat-leeft-er").text
    assert "1 notitie" in alive


def test_a_part_of_the_story_is_asked_for_in_the_address(desk):
    café = a_gathering("Taalcafé")
    arrived(café, 2)
    a_note(text="Een vraag.")
    outside = desk.get(f"{STORY}?wat=buiten").text
    assert "Kies wat je wilt lezen: Buiten" in outside
    assert "mensen waren bij" not in outside
    assert "Een vraag." not in desk.get(f"{STORY}?activiteit={café.id}").text
    assert "Nog niets" not in desk.get(f"{STORY}?tot=2001-01-01").text
    assert desk.get(f"{STORY}?dag=gisteren").status_code == 200
    assert desk.get(f"{STORY}?dag=0001-01-01").status_code == 200
    assert desk.get(f"{STORY}?tot=0001-01-01").status_code == 200
    assert desk.get(f"{STORY}?van=2026-02-02&tot=2026-01-01").status_code == 422
    assert desk.get(f"{STORY}?partner=999").status_code == 422
    assert desk.get(f"{STORY}?activiteit=999999").status_code == 404
