"""A change after publishing: what is news, who hears of it, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.activity.verbs import Verb
from community.clock import now
from community.db import db
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_rules import (
    Overtaken,
)
from community.gatherings.kinds import Mode
from community.gatherings.models import (
    CalendarItem,
    SignUp,
    SignUpStatus,
)
from tests.factories import (
    a_branch,
    a_gathering,
    a_librarian,
    a_person,
    a_room,
    a_sign_up,
)
from tests.gatherings.drafting import (
    DAY,
    create,
    edit,
    logged,
    mails,
    move,
    published,
    refusal,
    stands,
    version,
)

pytestmark = pytest.mark.usefixtures("app")


def test_a_change_of_words_moves_nothing():
    gathering = published()
    a_sign_up(gathering)
    _same, told = edit(gathering, title="Samen koken")
    assert stands(gathering).title == "Samen koken"
    assert stands(gathering).sequence == 0
    assert told.people == 0
    assert mails("gatherings/moved") == []


def test_a_change_of_words_is_in_the_feeds_at_once():
    gathering = published()
    before = version()
    edit(gathering, title="Samen koken")
    assert version()[0] != before[0]
    bodies = db.session().scalars(select(CalendarItem.body)).all()
    assert all(b"Samen koken" in body for body in bodies)


@pytest.mark.parametrize("through", ["edit", "move"])
def test_another_time_reaches_everybody_who_counts_on_it(through):
    gathering = published(capacity=2)
    mailed = [
        a_sign_up(gathering, status=status)
        for status in (SignUpStatus.CONFIRMED, SignUpStatus.PENDING, SignUpStatus.WAITING)
    ]
    a_sign_up(gathering, status=SignUpStatus.CANCELLED)
    a_sign_up(gathering, a_person(email=None), status=SignUpStatus.WAITING)
    was = gathering.starts_at
    later = {"starts_at": was + DAY, "ends_at": gathering.ends_at + DAY}
    _same, told = (edit if through == "edit" else move)(gathering, **later)
    now_stands = stands(gathering)
    assert (told.mails, told.calls) == (3, 1)
    assert now_stands.sequence == 1
    assert now_stands.moved_from == was
    assert [mail.person_id for mail in mails("gatherings/moved")] == [
        sign_up.person_id for sign_up in mailed
    ]
    assert [mail.key for mail in mails("gatherings/moved")] == [
        f"sign_up:{sign_up.id}:moved:1" for sign_up in mailed
    ]
    assert len(logged(Verb.GATHERING_MOVED)) == 1


@pytest.mark.parametrize("what", ["branch", "room", "address", "end", "online"])
def test_another_place_or_end_is_a_move_too(what):
    gathering = published()
    a_sign_up(gathering)
    branch = a_branch(place="Dalfsen")
    changes = {
        "branch": {"branch_id": branch.id},
        "room": {"room_id": a_room(gathering.branch).id},
        "address": {"branch_id": None, "address": "Kerkweg 2, Lemele"},
        "end": {"ends_at": gathering.ends_at + timedelta(minutes=30)},
        "online": {"mode": Mode.HYBRID, "online_url": "https://praat.example/kring"},
    }
    move(gathering, **changes[what])
    assert stands(gathering).sequence == 1
    assert stands(gathering).moved_from is None
    assert len(mails("gatherings/moved")) == 1


def test_moving_to_where_it_stands_already_tells_nobody():
    gathering = published()
    a_sign_up(gathering)
    _same, told = move(gathering)
    assert told.people == 0
    assert stands(gathering).sequence == 0
    assert logged(Verb.GATHERING_MOVED) == []


def test_two_moves_are_two_pieces_of_news():
    gathering = published()
    a_sign_up(gathering)
    for _ in range(2):
        start = stands(gathering).starts_at + DAY
        move(gathering, starts_at=start, ends_at=start + DAY / 12)
    assert stands(gathering).sequence == 2
    assert len(mails("gatherings/moved")) == 2


def test_a_draft_moves_in_silence():
    gathering = create()
    edit(gathering, starts_at=gathering.starts_at + DAY, ends_at=gathering.ends_at + DAY)
    assert stands(gathering).sequence == 0
    assert stands(gathering).moved_from is None
    assert logged(Verb.GATHERING_MOVED) == []


def test_until_when_people_sign_up_moves_along():
    closes_at = now() + 2 * DAY
    gathering = published(sign_up_closes_at=closes_at)
    move(gathering, starts_at=gathering.starts_at + DAY, ends_at=gathering.ends_at + DAY)
    assert stands(gathering).sign_up_closes_at == closes_at + DAY


def test_nothing_moves_to_the_past():
    gathering = published()
    with pytest.raises(DraftRefused) as refused:
        move(gathering, starts_at=now() - DAY, ends_at=now() + DAY)
    assert refusal(refused) == {"starts_at"}
    assert stands(gathering).starts_at == gathering.starts_at


def test_of_what_is_over_the_words_can_change_but_not_the_time():
    gathering = a_gathering(starts_at=now() - 2 * DAY)
    edit(gathering, title="Zo was het")
    assert stands(gathering).title == "Zo was het"
    with pytest.raises(DraftRefused):
        edit(gathering, ends_at=gathering.ends_at + DAY)


def test_capacity_never_goes_below_the_seats_that_are_taken():
    gathering = published(capacity=5)
    a_sign_up(gathering, party_size=3)
    with pytest.raises(DraftRefused) as refused:
        edit(gathering, capacity=2)
    assert refused.value.problems[0].values == {"taken": 3}
    edit(gathering, capacity=3)
    assert stands(gathering).capacity == 3


@pytest.mark.parametrize("capacity", [3, None])
def test_more_room_lets_in_who_waits_longest(capacity):
    gathering = published(capacity=1)
    a_sign_up(gathering)
    waiting = [a_sign_up(gathering, status=SignUpStatus.WAITING) for _ in range(3)]
    edit(gathering, capacity=capacity)
    statuses = [db.session().get(SignUp, sign_up.id).status for sign_up in waiting]
    let_in = 2 if capacity else 3
    assert statuses == [SignUpStatus.CONFIRMED] * let_in + [SignUpStatus.WAITING] * (3 - let_in)
    assert stands(gathering).taken == 1 + let_in
    assert len(mails("gatherings/promoted")) == let_in


def test_a_form_that_was_overtaken_changes_nothing():
    gathering = published()
    seen = gathering.revised_at
    librarian = a_librarian(name="Sanne")
    edit(gathering, seen=seen, by=librarian, title="Van Sanne")
    with pytest.raises(Overtaken):
        edit(gathering, seen=seen, title="Van een ander")
    assert stands(gathering).title == "Van Sanne"
    assert stands(gathering).revised_by_id == librarian.id
