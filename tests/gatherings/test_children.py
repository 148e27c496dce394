"""Parents sign up children by their first names; every child has a seat of the party."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.activity.models import Activity
from community.db import session
from community.gatherings import replies
from community.gatherings.drafts import DraftRefused
from community.gatherings.kinds import Audience, Kind, SignUpMode
from community.gatherings.replies import Replies
from community.gatherings.reply_models import SignUpChild
from community.gatherings.sign_up_rules import PartyDoesNotFit
from community.outbox.models import OutboxMail
from tests.factories import a_gathering, a_host_of, a_member, a_sign_up
from tests.gatherings.acts import counters, does, sign_up, stands
from tests.gatherings.asking import said_by
from tests.gatherings.desk import DESK, error_beside, the_gathering, typed
from tests.gatherings.drafting import a_draft, create, refusal
from tests.gatherings.drafting import stands as as_it_stands
from tests.gatherings.signing_up import CONFIRMED, link_of, noor, only, where


@pytest.fixture
def workshop(app):
    return a_gathering("Vogels kijken", takes_children=True, capacity=6)


# ─── when children are named ───


@pytest.mark.usefixtures("app")
def test_it_follows_from_for_whom_it_is():
    for_children = create(a_draft(kind=Kind.STORYTIME, capacity=None))
    assert as_it_stands(for_children).names_children
    assert not as_it_stands(create(a_draft())).names_children
    assert not as_it_stands(
        create(a_draft(audience=Audience.CHILDREN, is_sensitive=True))
    ).takes_children
    said = create(a_draft(audience=Audience.CHILDREN, takes_children=False))
    assert not as_it_stands(said).names_children


@pytest.mark.usefixtures("app")
def test_at_a_sensitive_gathering_no_child_is_named():
    with pytest.raises(DraftRefused) as refused:
        create(a_draft(is_sensitive=True, takes_children=True))
    assert refusal(refused) == {"takes_children"}
    became_sensitive = a_gathering(takes_children=True, is_sensitive=True)
    entry = sign_up(became_sensitive, party_size=2, replies=Replies(children=("Saar",)))
    assert said_by(entry).children == []


def test_the_desk_says_whether_children_are_named(desk):
    story = {"kind": "storytime", "sign_up_mode": SignUpMode.HERE.value}
    desk.post(f"{DESK}/nieuw", data=typed(**story))
    assert the_gathering().names_children
    desk.post(f"{DESK}/nieuw", data=typed(**story, takes_children="nee"))
    assert not the_gathering().names_children
    answer = desk.post(f"{DESK}/nieuw", data=typed(takes_children="ja", is_sensitive="y"))
    assert answer.status_code == 422
    assert error_beside(answer, "takes_children")


# ─── signing them up ───


def test_every_child_takes_a_seat_and_has_a_name(client, workshop):
    page = client.get(where(workshop)).text
    assert 'name="party_size"' not in page
    sent = noor(children="Saar\r\nTim, Bo\r\n\r\n", adults="1")
    assert client.post(where(workshop), data=sent).status_code == 303
    assert (only().party_size, said_by(only()).children) == (4, ["Saar", "Tim", "Bo"])
    assert counters(workshop) == (4, 0)


@pytest.mark.parametrize(
    ("children", "adults"),
    [("", "0"), ("\r\n".join("abcdefgh"), "1"), ("x" * 81, "1"), ("nul\x00", "1")],
)
def test_a_family_that_does_not_fit_is_told_why(client, workshop, children, adults):
    answer = client.post(where(workshop), data=noor(children=children, adults=adults))
    assert answer.status_code == 422
    assert error_beside(answer, "children")
    assert counters(workshop) == (0, 0)


def test_an_adult_may_come_alone_and_children_by_themselves(client_of, workshop):
    alone, sends = client_of(a_member()), client_of(a_member())
    assert alone.post(where(workshop), data={"children": "", "adults": "1"}).status_code == 303
    assert (only().party_size, only().status) == (1, CONFIRMED)
    assert sends.post(where(workshop), data={"children": "Saar", "adults": "0"}).status_code == 303
    assert counters(workshop) == (2, 0)


@pytest.mark.usefixtures("app")
def test_no_more_children_are_named_than_there_are_seats(workshop):
    with pytest.raises(PartyDoesNotFit):
        sign_up(workshop, party_size=1, replies=Replies(children=("Saar", "Tim")))
    session().rollback()
    assert counters(workshop) == (0, 0)
    entry = sign_up(workshop, party_size=2, replies=Replies(children=("Saar", "Tim")))
    with pytest.raises(PartyDoesNotFit):
        does(replies.name_children, entry, ("Saar", "Tim", "Bo"))
    assert said_by(entry).children == ["Saar", "Tim"]


def test_on_ones_own_page_the_names_change_and_the_seats_follow(app, client, workshop):
    entry = sign_up(workshop, party_size=3, replies=Replies(children=("Saar", "Tim")))
    own = link_of(app, entry)
    page = client.get(own).text
    assert "Saar\nTim" in page
    assert client.post(f"{own}/aantal", data={"names": "Tim", "adults": "2"}).status_code == 303
    assert (stands(entry).party_size, said_by(entry).children) == (3, ["Tim"])
    assert client.post(f"{own}/aantal", data={"names": "Saar", "adults": "1"}).status_code == 303
    assert counters(workshop) == (2, 0)
    a_sign_up(workshop, party_size=4)
    more = client.post(f"{own}/aantal", data={"names": "Saar\nTim", "adults": "1"})
    assert more.status_code == 422
    assert error_beside(more, "names")
    assert (stands(entry).party_size, said_by(entry).children) == (2, ["Saar"])


def test_answers_can_change_without_naming_the_children_again(app, client, workshop):
    entry = sign_up(workshop, party_size=2, replies=Replies(children=("Saar",)))
    own = link_of(app, entry)
    assert client.post(f"{own}/antwoorden", data={"access_need": "Een lift"}).status_code == 303
    assert (said_by(entry).children, said_by(entry).access_need) == (["Saar"], "Een lift")


# ─── who reads the names ───


def test_names_of_children_are_for_who_receives_them_alone(client, client_of, desk, workshop):
    client.post(where(workshop), data=noor(children="Sterrelot", adults="1", access_need="Rust"))
    people = f"{DESK}/{workshop.id}/aanmeldingen"
    assert "Sterrelot" in desk.get(people).text
    assert "Sterrelot" in client_of(a_host_of(workshop)).get(people).text
    assert client_of(a_member(Role.STAFF)).get(people).status_code == 404
    table = desk.get(f"{people}/aanmeldingen.csv").text
    owed = str([mail.context for mail in session().scalars(select(OutboxMail))])
    logged = str([row.details for row in session().scalars(select(Activity))])
    for elsewhere in (table, owed, logged):
        assert "Sterrelot" not in elsewhere
        assert "Rust" not in elsewhere
    assert session().scalars(select(SignUpChild)).one().library_id == workshop.library_id
