"""Groups over HTTP and without JavaScript: joining, leading, and the desk."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.clock import local_day, now
from community.db import session
from community.gatherings.models import Gathering
from community.groups.models import EarlierStage, Group, GroupGathering, GroupMessage, Stage
from community.outbox import letters
from tests.factories import a_gathering, a_librarian, a_library, a_member, a_person
from tests.gatherings.desk import error_beside
from tests.groups.groups import (
    a_contact_of,
    a_group,
    a_member_of,
    contacts_of,
    count,
    owed,
    who_is_in,
)

GROUPS, DESK = "/vechtdal/groepen", "/vechtdal/beheer/groepen"


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal", phone="0529 12 34 56")


@pytest.fixture
def group():
    return a_group(meets="Elke dinsdag")


@pytest.fixture
def desk(client_of):
    return client_of(a_librarian())


def the(table):
    session().rollback()
    return session().query(table).populate_existing().one()


# ─── coming in ───


def test_with_an_account_it_is_one_button(client_of, group):
    noor = client_of(a_member())
    assert "Ik doe mee" in noor.get(f"{GROUPS}/{group.id}/meedoen").text
    answer = noor.post(f"{GROUPS}/{group.id}/meedoen")
    assert answer.location == f"{GROUPS}/{group.id}/wij"
    assert "Je zit in de groep. Welkom!" in noor.get(answer.location).text
    assert noor.get(f"{GROUPS}/{group.id}/meedoen").location == f"{GROUPS}/{group.id}/wij"
    assert "Breigroep De Steek" in noor.get("/mijn").text


def test_without_an_account_a_mail_asks_and_leads_to_the_way_out_too(client, group):
    asked = {"first_name": "Noor", "email": "Noor@example.org"}
    answer = client.post(f"{GROUPS}/{group.id}/meedoen", data=asked)
    assert "noor@example.org" in client.get(answer.location).text
    letter = letters.render(session(), owed("confirm")[0])
    assert "Noor" not in letter.text
    link = re.search(r"/vechtdal/groepslid/\S+", letter.text).group()
    assert "Ja, ik doe mee" in client.get(link).text
    assert who_is_in(group) == set()
    client.post(f"{link}/bevestigen")
    assert who_is_in(group) == {"Noor"}
    assert "Ga uit de groep" in client.get(link).text
    left = client.post(f"{link}/vertrekken")
    assert left.location == f"{GROUPS}/{group.id}-{group.slug}"
    assert who_is_in(group) == set()
    gone = client.get(link)
    assert gone.status_code == 404
    assert "Deze link werkt niet meer" in gone.text


def test_wrong_input_comes_back_with_what_was_typed(client, group):
    answer = client.post(f"{GROUPS}/{group.id}/meedoen", data={"first_name": "Noor", "email": "x"})
    assert answer.status_code == 422
    assert error_beside(answer, "email")
    assert 'value="Noor"' in answer.text


def test_a_stranger_cannot_have_somebody_mailed_for_ever(client, group):
    asked = {"first_name": "Noor", "email": "noor@example.org"}
    for _ in range(10):
        assert client.post(f"{GROUPS}/{group.id}/meedoen", data=asked).status_code == 303
    assert client.post(f"{GROUPS}/{group.id}/meedoen", data=asked).status_code == 429


def test_a_group_without_room_sends_back_to_its_page(client, group):
    full = a_group("Vol", takes_members=False)
    assert client.get(f"{GROUPS}/{full.id}/meedoen").location.endswith("-vol")
    answer = client.post(
        f"{GROUPS}/{full.id}/meedoen", data={"first_name": "Noor", "email": "n@example.org"}
    )
    assert answer.status_code == 409


def test_a_question_to_the_contact_person_goes_by_mail_once(client, client_of, group):
    assert "/inloggen" in client.get(f"{GROUPS}/{group.id}/bericht").location
    noor = client_of(a_member())
    assert "Bel ons of kom langs" in noor.get(f"{GROUPS}/{group.id}/bericht").text
    ineke = a_contact_of(group)
    page = noor.get(f"{GROUPS}/{group.id}/bericht").text
    assert ineke.email not in page
    once = re.search(r'name="once"[^>]*value="(\w+)"', page).group(1)
    for _ in range(2):
        noor.post(f"{GROUPS}/{group.id}/bericht", data={"text": "Hoi\r\nIneke", "once": once})
    assert count(GroupMessage) == 1
    assert noor.post(f"{GROUPS}/{group.id}/bericht", data={"text": " "}).status_code == 422


# ─── leading ───


def test_only_the_contact_person_sees_who_is_in_it(client_of, group):
    contact, member = a_contact_of(group), a_member("resident", name="Wilhelmina", surname="Pot")
    a_member_of(group, member)
    own = client_of(contact).get(f"{GROUPS}/{group.id}/wij").text
    assert "Wilhelmina" in own
    assert "Pot" not in own
    assert member.email not in own
    assert "Mijn pagina" not in own
    theirs = client_of(member).get(f"{GROUPS}/{group.id}/wij").text
    assert "Ineke is de contactpersoon" in theirs
    assert "Wijzig de pagina" not in theirs


def test_the_contact_person_changes_the_words_and_nothing_but_the_words(client_of, group):
    contact = client_of(a_contact_of(group))
    page = contact.get(f"{GROUPS}/{group.id}/wijzigen").text
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', page).group(1)
    sent = {
        "name": "De Steek", "meets": "Elke woensdag", "language": "nl", "seen": seen,
        "takes_members": "y", "seen_by": "members", "is_sensitive": "y",
    }  # fmt: skip
    answer = contact.post(f"{GROUPS}/{group.id}/wijzigen", data=sent)
    assert answer.location.endswith("-de-steek")
    stands = the(Group)
    assert (stands.meets, stands.seen_by, stands.is_sensitive) == (
        "Elke woensdag",
        "everyone",
        False,
    )
    again = contact.post(f"{GROUPS}/{group.id}/wijzigen", data={**sent, "name": "Te laat"})
    assert again.status_code == 409
    assert 'value="Te laat"' in again.text
    assert the(Group).name == "De Steek"


def test_handing_over_asks_and_the_other_says_yes(client_of, group):
    contact, noor = a_contact_of(group), a_member(name="Noor")
    a_member_of(group, noor)
    a_member_of(group, a_person("Ria", email=None))
    page = client_of(contact).get(f"{GROUPS}/{group.id}/contactpersoon").text
    assert "Ria" not in page
    client_of(contact).post(f"{GROUPS}/{group.id}/contactpersoon", data={"to": noor.id})
    browser = client_of(noor)
    assert "Wil jij de contactpersoon zijn?" in browser.get(f"{GROUPS}/{group.id}/wij").text
    browser.post(f"{GROUPS}/{group.id}/contactpersoon/antwoord", data={"answer": "yes"})
    assert contacts_of(group) == ["Noor"]


def test_two_of_one_name_are_told_apart_by_an_initial_when_one_is_asked(client_of, group):
    contact = a_contact_of(group)
    for first, surname in (("Noor", "van der Berg"), ("Noor", "de Wit"), ("Henk", "Smit")):
        a_member_of(group, a_member(name=first, surname=surname))
    page = client_of(contact).get(f"{GROUPS}/{group.id}/contactpersoon").text
    assert re.findall(r"<span>([^<]+)</span></label>", page) == ["Henk", "Noor W.", "Noor B."]


def test_leaving_asks_once(client_of, group):
    browser = client_of(a_contact_of(group))
    assert "Jij bent de contactpersoon" in browser.get(f"{GROUPS}/{group.id}/vertrekken").text
    browser.post(f"{GROUPS}/{group.id}/vertrekken")
    assert who_is_in(group) == set()


# ─── the desk ───


def test_the_desk_makes_a_group_and_moves_it_on(desk):
    sent = {"name": "Breiclub", "language": "nl", "seen_by": "members", "takes_members": "y"}
    assert error_beside(desk.post(f"{DESK}/nieuw", data={**sent, "name": ""}), "name")
    to = desk.post(f"{DESK}/nieuw", data=sent).location
    assert "Kennisgemaakt" in desk.get(to).text
    today = local_day(now())
    desk.post(f"{to}/stand", data={"stage": "runs_itself", "since": today.isoformat()})
    assert the(Group).stage is Stage.RUNS_ITSELF
    assert "Draait zelf" in desk.get(DESK).text
    late = {"stage": "resting", "since": "2099-01-01"}
    assert error_beside(desk.post(f"{to}/stand", data=late), "since")


def test_the_desk_keeps_what_was_typed_when_somebody_was_first(desk, group):
    page = desk.get(f"{DESK}/{group.id}/bewerken").text
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', page).group(1)
    sent = {"name": "A", "language": "nl", "seen_by": "everyone", "seen": seen}
    assert desk.post(f"{DESK}/{group.id}/bewerken", data=sent).status_code == 303
    assert desk.post(f"{DESK}/{group.id}/bewerken", data={**sent, "name": "B"}).status_code == 409
    assert the(Group).name == "A"


def test_the_desk_writes_down_who_says_yes(desk, group):
    known = a_member(name="Noor")
    assert "Noor" in desk.get(f"{DESK}/{group.id}/leden?q=noo").text
    desk.post(f"{DESK}/{group.id}/leden/{known.id}")
    desk.post(f"{DESK}/{group.id}/leden", data={"first_name": "Ria", "phone": "0529 1"})
    desk.post(f"{DESK}/{group.id}/leden", data={"first_name": "Bas", "email": "bas@example.org"})
    assert who_is_in(group) == {"Noor", "Ria", "Bas"}
    desk.post(f"{DESK}/{group.id}/leden/{known.id}/contactpersoon")
    assert contacts_of(group) == ["Noor"]
    desk.post(f"{DESK}/{group.id}/zonder-contactpersoon")
    assert contacts_of(group) == []
    desk.post(f"{DESK}/{group.id}/leden/{known.id}/eruit")
    assert who_is_in(group) == {"Ria", "Bas"}


def test_today_says_which_groups_have_nobody_to_ask(desk, group):
    assert "Groep zonder contactpersoon" in desk.get("/vechtdal/beheer").text
    a_contact_of(group)
    assert "Groep zonder contactpersoon" not in desk.get("/vechtdal/beheer").text


def test_a_gathering_is_of_exactly_the_groups_that_were_ticked(desk, group):
    other, gathering = a_group("Tuinen"), a_gathering("Breien")
    at = f"/vechtdal/beheer/activiteiten/{gathering.id}"
    for ticked in ([group.id, other.id], [group.id], [group.id]):
        desk.post(f"{at}/groepen", data={"groups": ticked})
    assert the(GroupGathering).group_id == group.id
    assert "Breigroep De Steek" in desk.get(at).text
    elsewhere = a_group("Ver weg", library=a_library("salland"))
    assert desk.post(f"{at}/groepen", data={"groups": [elsewhere.id]}).status_code == 422
    assert count(Gathering) == 1


def test_how_a_group_stood_before_stays_to_be_seen(client_of):
    group = a_group(stage=Stage.MET, stage_since=now() - timedelta(days=90))
    desk, to = client_of(a_librarian()), f"{DESK}/{group.id}"
    today = local_day(now())
    for stage, days in (("active", 40), ("active", 30), ("resting", 0), ("runs_itself", 0)):
        since = today - timedelta(days=days)
        sent = {"stage": stage, "since": since.isoformat()}
        assert desk.post(f"{to}/stand", data=sent).status_code == 303
    earlier = session().scalars(select(EarlierStage).order_by(EarlierStage.id)).all()
    assert [each.stage for each in earlier] == [Stage.MET, Stage.ACTIVE]
    assert local_day(earlier[1].since) == today - timedelta(days=30)
    page = desk.get(to).text
    order = ("Draait zelf</strong>", "Actief, sinds", "Kennisgemaakt, sinds")
    assert sorted(order, key=page.index) == list(order)
