"""Partners at the desk, as a browser without JavaScript sees them."""

from __future__ import annotations

import html

from babel.messages.pofile import read_po
from sqlalchemy import event, select

from community.accounts.models import Role
from community.db import db
from community.partners.labels import SECTORS
from community.partners.models import (
    Partner,
    PartnerContact,
    Partnership,
    PartnerState,
    Sector,
)
from tests.architecture.source import HOUSE
from tests.factories import a_gathering, a_host_of, a_library, a_member
from tests.partners.making import a_gathering_that_was, a_partner, joined

DESK = "/vechtdal/beheer/partners"

#: `sectoren` of meetlat.json, word for word.
MEETLAT = [
    "onderwijs", "zorg en gezondheid", "welzijn en sociaal werk", "gemeente en overheid",
    "cultuur en erfgoed", "vrijwilligers en verenigingen", "wonen en buurt",
    "taal en inburgering", "werk en ondernemers", "geloof en levensbeschouwing",
    "sport en natuur", "overig",
]  # fmt: skip


def the_partner() -> Partner:
    return db.session().scalars(select(Partner)).one()


def test_the_sectors_are_those_of_the_meetlat():
    folder = HOUSE / "community/partners/translations/nl/LC_MESSAGES/messages.po"
    with folder.open("rb") as file:
        dutch = {message.id: message.string for message in read_po(file)}
    assert list(SECTORS) == list(Sector)
    assert [dutch[said._args[0]] for said in SECTORS.values()] == MEETLAT


def test_a_partner_is_noted_with_somebody_to_speak_and_found_again(desk):
    typed = {"name": "GGD Oostland", "sector": "care", "kvk": "0123 4567",
             "domain": "https://www.ggd.example/", "note": "Bel op dinsdag"}  # fmt: skip
    answer = desk.post(f"{DESK}/nieuw", data=typed)
    assert answer.status_code == 303
    partner = the_partner()
    assert (partner.kvk, partner.domain) == ("01234567", "ggd.example")
    contact = {"name": "Marloes Kok", "email": "M.Kok@GGD.example", "phone": "0529 00 11 22"}
    assert desk.post(f"{DESK}/{partner.id}/contactpersonen/nieuw", data=contact).status_code == 303
    page = desk.get(f"{DESK}/{partner.id}").text
    assert "m.kok@ggd.example" in page
    assert "Krijgt de kwartaallijst" in page
    for found_by in ("q=oostland", "q=01234567", "sector=care", "sector=x"):
        assert "GGD Oostland" in desk.get(f"{DESK}?{found_by}").text
    for missed_by in ("q=brug", "sector=sport"):
        assert "GGD Oostland" not in desk.get(f"{DESK}?{missed_by}").text


WRONG = [
    ("name", ""),
    ("name", "x" * 121),
    ("sector", ""),
    ("sector", "hacken"),
    ("kvk", "123"),
    ("domain", "gmail.com"),
    ("domain", "x" * 400),
    ("note", "x" * 2001),
    ("name", "a\x00b"),
]


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(desk):
    for field, typed in WRONG:
        data = {"name": "GGD", "sector": "care", "note": "<script>alert(1)</script>", field: typed}
        answer = desk.post(f"{DESK}/nieuw", data=data)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert "<script>alert" not in answer.text
        if field == "kvk":
            assert 'value="123"' in answer.text


def test_a_name_that_is_taken_is_said_beside_it(desk):
    partner = a_partner("GGD")
    answer = desk.post(f"{DESK}/nieuw", data={"name": "ggd", "sector": "care"})
    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    again = {"name": "GGD", "sector": "care", "state": "resting"}
    assert desk.post(f"{DESK}/{partner.id}/bewerken", data=again).status_code == 303


def test_a_partner_joins_a_gathering_in_one_line(desk):
    gathering, partner = a_gathering(), a_partner("De Brug")
    at = f"/vechtdal/beheer/activiteiten/{gathering.id}"
    assert "De Brug" in desk.get(at).text
    sent = {"samen-partner": partner.id, "samen-hours": "1,5", "samen-money": "€ 1.250"}
    assert desk.post(f"{at}/samen", data=sent).status_code == 303
    page = html.unescape(desk.get(at).text)
    assert "1,5\u00a0uur en €\u00a01.250" in page
    (row,) = db.session().scalars(select(Partnership))
    assert (row.minutes, row.room, row.cents) == (90, False, 125000)
    assert (
        desk.post(f"{at}/samen/{partner.id}", data={"hours": "2", "room": "y"}).status_code == 303
    )
    assert desk.post(f"{at}/samen/{partner.id}/weg").status_code == 303
    assert "De Brug</a>" not in desk.get(at).text


def test_what_a_partner_brings_must_be_readable(desk):
    gathering, partner = a_gathering(), a_partner()
    at = f"/vechtdal/beheer/activiteiten/{gathering.id}/samen"
    for wrong in ({"samen-hours": "veel"}, {"samen-money": "-1"}, {"samen-partner": "999999"}):
        answer = desk.post(at, data={"samen-partner": partner.id, **wrong})
        assert answer.status_code == 422
        assert f'id="{next(iter(wrong))}-error"' in answer.text


def test_a_partner_of_another_library_can_not_be_chosen(desk):
    gathering, theirs = a_gathering(), a_partner(library=a_library("zuidpolder"))
    at = f"/vechtdal/beheer/activiteiten/{gathering.id}/samen"
    assert desk.post(at, data={"samen-partner": theirs.id}).status_code == 422
    assert desk.post(f"{at}/{theirs.id}", data={"hours": "1"}).status_code == 404
    assert desk.get(f"{DESK}/{theirs.id}").status_code == 404


def test_last_times_partners_are_offered_again(desk):
    partner = a_partner("De Brug")
    joined(a_gathering_that_was("Taalcafé"), partner)
    later = a_gathering("Taalcafé")
    at = f"/vechtdal/beheer/activiteiten/{later.id}"
    assert "De vorige keer was dit samen met De Brug" in desk.get(at).text
    assert desk.post(f"{at}/samen/weer").status_code == 303
    assert "Weer samen met hen" not in desk.get(at).text


def test_a_host_sees_with_whom_but_not_what_they_bring(app, client_of):
    gathering, partner = a_gathering(), a_partner("De Brug", contact="s@debrug.example")
    joined(gathering, partner, cents=15000)
    host = client_of(a_host_of(gathering))
    page = host.get(f"/vechtdal/beheer/activiteiten/{gathering.id}").text
    assert "De Brug" in page
    assert "150" not in page
    assert "debrug.example" not in page
    assert host.get(f"{DESK}/{partner.id}").status_code == 403


def test_contacts_are_for_librarians_only(app, client_of):
    partner = a_partner(contact="m.kok@ggd.example")
    for role, status in ((Role.STAFF, 403), (Role.LIBRARIAN, 200)):
        answer = client_of(a_member(role)).get(f"{DESK}/{partner.id}")
        assert answer.status_code == status
        assert ("m.kok@ggd.example" in answer.text) is (status == 200)


def test_a_contact_that_is_removed_is_gone(desk):
    partner = a_partner(contact="m.kok@ggd.example")
    contact = db.session().scalars(select(PartnerContact)).one()
    at = f"{DESK}/{partner.id}/contactpersonen/{contact.id}"
    changed = {"name": "Marloes", "email": "geen adres"}
    assert desk.post(at, data=changed).status_code == 422
    assert desk.post(at, data={"name": "Marloes", "email": ""}).status_code == 303
    assert desk.post(f"{at}/weg").status_code == 303
    assert db.session().scalars(select(PartnerContact)).all() == []


def test_the_list_costs_the_same_for_one_partner_as_for_thirty(desk):
    def statements() -> int:
        seen = []
        listen = lambda *a: seen.append(a[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        desk.get(DESK)
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(seen)

    joined(a_gathering_that_was(), a_partner())
    desk.get(DESK)
    few = statements()
    for _ in range(29):
        a_partner()
    assert statements() == few


def test_of_a_partner_who_rests_the_list_and_the_page_say_so(desk):
    rests, works = a_partner("GGD", state=PartnerState.RESTING), a_partner("De Brug")
    assert desk.get(DESK).text.count("· rust") == 1
    assert "· rust" in desk.get(f"{DESK}/{rests.id}").text
    assert "· rust" not in desk.get(f"{DESK}/{works.id}").text
