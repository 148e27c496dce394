"""My page: what I signed up for, and what the library knows about me."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Membership, Person
from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering, GatheringStatus, SignUpStatus
from tests.factories import a_gathering, a_library, a_member, a_person, a_sign_up

WAITING = SignUpStatus.WAITING


def test_a_stranger_is_led_to_the_door(client):
    assert client.get("/mijn").location == "/inloggen?next=/mijn"


def test_my_page_shows_what_comes_with_how_it_stands(client_of):
    noor = a_member()
    soon, later = a_gathering("Repair Café"), a_gathering("Taalcafé", capacity=1)
    a_sign_up(soon, noor, party_size=2)
    a_sign_up(later)
    a_sign_up(later, status=WAITING, has_seat=False)
    a_sign_up(later, noor, WAITING, has_seat=False)
    a_sign_up(a_gathering("Van een ander"), a_person("Bas"))
    page = client_of(noor).get("/mijn").text
    assert "Repair Café" in page
    assert "met 2 mensen" in page
    assert "nummer 2" in page
    assert "Van een ander" not in page


def test_what_is_over_stands_apart_and_what_was_called_off_says_so(client_of):
    noor = a_member()
    a_sign_up(a_gathering("Gisteren", starts_at=now() - timedelta(days=1)), noor)
    off = a_gathering("Gaat niet door")
    a_sign_up(off, noor)
    with transaction() as tx:
        row = tx.get_one(Gathering, off.id)
        row.status, row.cancel_reason = GatheringStatus.CANCELLED, "De bakker is ziek."
    page = client_of(noor).get("/mijn").text
    coming, past = page.split("Wat is geweest")
    assert "De bakker is ziek." in coming
    assert "Gisteren" not in coming
    assert "Gisteren" in past


def test_who_signed_up_for_nothing_is_shown_the_way(client_of):
    page = client_of(a_member()).get("/mijn").text
    assert "nog nergens voor aangemeld" in page
    assert "/vechtdal/agenda" in page


def test_the_profile_keeps_what_is_said(client_of):
    noor = a_member()
    form = {"first_name": "Nora", "surname": "Dam", "phone": "06 1", "language": "en"}
    assert client_of(noor).post("/mijn/gegevens/wijzigen", data=form).status_code == 303
    kept = session().get_one(Person, noor.id, populate_existing=True)
    assert (kept.full_name, kept.phone, kept.language) == ("Nora Dam", "06 1", "en")


@pytest.mark.parametrize(
    "wrong", [{"first_name": ""}, {"first_name": "a\x00b"}, {"language": "xx"}], ids=str
)
def test_a_wrong_profile_changes_nothing(client_of, wrong):
    noor = a_member()
    form = {"first_name": "Nora", "surname": "", "phone": "", "language": "nl", **wrong}
    assert client_of(noor).post("/mijn/gegevens/wijzigen", data=form).status_code == 422
    assert session().get_one(Person, noor.id, populate_existing=True).first_name == "Noor"


def test_every_library_gets_its_own_answer_about_inviting(client_of):
    library, other = a_library(), a_library("zuidpolder")
    noor = a_member(library=library)
    browser = client_of(noor)
    browser.post(f"/mijn/uitnodigen/{library.id}", data={"may_invite": "yes"})
    mine = select(Membership).where(Membership.person_id == noor.id)
    assert session().scalars(mine).one().may_invite_since is not None
    browser.post(f"/mijn/uitnodigen/{library.id}", data={"may_invite": "no"})
    assert session().scalars(mine).one().may_invite_since is None
    answer = browser.post(f"/mijn/uitnodigen/{other.id}", data={"may_invite": "yes"})
    assert answer.status_code == 404
