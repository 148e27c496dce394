"""A gathering's room is booked for exactly its time, in the same transaction as its changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.bookings.models import Purpose
from community.db import session, transaction
from community.gatherings import hosting
from community.gatherings.drafts import DraftRefused
from community.gatherings.kinds import Kind, Mode
from community.gatherings.models import Gathering
from tests.bookings.booking import a_wish, all_bookings, book, the_room
from tests.factories import a_gathering, a_room, next_week
from tests.gatherings.drafting import (
    a_draft,
    a_hand,
    cancel,
    create,
    edit,
    move,
    publish,
    published,
    refusal,
    stands,
)

pytestmark = pytest.mark.usefixtures("app")

MINUTE = timedelta(minutes=1)


def the_booking():
    (booking,) = all_bookings()
    return booking


def discard(gathering):
    with transaction() as tx:
        hosting.discard(tx, gathering.library_id, gathering.id)


def test_a_draft_already_holds_its_room():
    room = the_room()
    gathering = create(a_draft(room_id=room.id))
    booking = the_booking()
    assert stands(gathering).booking_id == booking.id
    assert booking.purpose is Purpose.GATHERING
    assert booking.what == gathering.title
    assert (booking.room_id, booking.starts_at, booking.ends_at) == (
        room.id,
        gathering.starts_at,
        gathering.ends_at,
    )
    publish(gathering)
    assert the_booking().id == booking.id


def test_what_is_sensitive_is_not_named_on_the_room_calendar():
    gathering = create(a_draft(room_id=the_room().id, is_sensitive=True))
    assert the_booking().what == ""
    edit(gathering, is_sensitive=False)
    assert the_booking().what == gathering.title


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"room_id": None},
        {"branch_id": None, "room_id": None, "address": "Kerkweg 2"},
        {"mode": Mode.ONLINE, "branch_id": None, "room_id": None, "online_url": "https://a.nl"},
        {"kind": Kind.EXHIBITION, "capacity": None},
    ],
)
def test_what_takes_no_room_books_none(elsewhere):
    gathering = published(room_id=the_room().id)
    edit(gathering, **elsewhere)
    assert all_bookings() == []
    edit(gathering, kind=Kind.CONVERSATION, mode=Mode.PHYSICAL, online_url="",
         branch_id=the_room().branch_id, room_id=the_room().id)  # fmt: skip
    assert the_booking().room_id == the_room().id


def test_a_second_gathering_in_a_taken_room_is_refused_beside_the_place():
    room = the_room()
    create(a_draft(room_id=room.id, title="Breigroep"))
    for start in (next_week(13), next_week(15), next_week(16, 29)):
        with pytest.raises(DraftRefused) as refused:
            create(a_draft(room_id=room.id, starts_at=start))
        assert refusal(refused) == {"place"}
        assert refused.value.problems[0].values["what"] == "Breigroep"
    create(a_draft(room_id=room.id, starts_at=next_week(16, 30)))


def test_the_room_is_named_together_with_whatever_else_is_wrong():
    book(a_wish(the_room()))
    with pytest.raises(DraftRefused) as refused:
        create(a_draft(room_id=the_room().id, title=""))
    assert refusal(refused) == {"place", "title"}


def test_a_move_takes_the_booking_along():
    gathering = published(room_id=the_room().id)
    booking = the_booking()
    move(gathering, starts_at=next_week(15), ends_at=next_week(16))
    assert the_booking().id == booking.id
    assert (the_booking().starts_at, the_booking().ends_at) == (next_week(15), next_week(16))
    other = a_room(the_room().branch, "Tuinkamer")
    move(gathering, room_id=other.id)
    assert the_booking().room_id == other.id


def test_a_move_into_a_taken_room_moves_nothing():
    room = the_room()
    gathering = published(room_id=room.id)
    book(a_wish(room, next_week(18)))
    with pytest.raises(DraftRefused) as refused:
        move(gathering, starts_at=next_week(17), ends_at=next_week(18))
    assert refusal(refused) == {"place"}
    assert stands(gathering).starts_at == next_week()
    assert stands(gathering).booking.starts_at == next_week()


def test_time_for_setting_up_is_the_rooms_or_ones_own():
    room = the_room(set_up_minutes=30, clear_minutes=0)
    gathering = create(a_draft(room_id=room.id))
    assert the_booking().blocked_from == gathering.starts_at - 30 * MINUTE
    edit(gathering, set_up_minutes=90)
    assert the_booking().blocked_from == gathering.starts_at - 90 * MINUTE
    edit(gathering, set_up_minutes=None)
    assert the_booking().blocked_from == gathering.starts_at - 30 * MINUTE


@pytest.mark.parametrize("minutes", [-1, 481, 10**9])
def test_setting_up_takes_no_longer_than_a_day(minutes):
    with pytest.raises(DraftRefused) as refused:
        create(a_draft(room_id=the_room().id, set_up_minutes=minutes))
    assert refusal(refused) == {"set_up_minutes"}


def test_another_title_asks_nothing_of_the_room():
    """A room whose usual time grew since, or that was booked twice long ago, is no obstacle."""
    room = the_room(set_up_minutes=0, clear_minutes=0)
    gathering = create(a_draft(room_id=room.id))
    book(a_wish(room, gathering.ends_at))
    with transaction() as tx:
        tx.get_one(type(room), room.id).clear_minutes = 60
    edit(gathering, title="Een andere naam")
    assert all_bookings()[0].what == "Een andere naam"
    assert all_bookings()[0].blocked_until == gathering.ends_at


def test_what_is_called_off_or_thrown_away_gives_its_room_back():
    first, second = published(room_id=the_room().id), None
    cancel(first)
    assert stands(first).booking_id is None
    second = create(a_draft(room_id=the_room().id))
    discard(second)
    assert all_bookings() == []


def test_taking_it_back_to_a_draft_keeps_the_room():
    gathering = published(room_id=the_room().id)
    with transaction() as tx:
        hosting.unpublish(tx, gathering.library_id, gathering.id, a_hand())
    assert the_booking().id == stands(gathering).booking_id


def test_what_has_no_booking_yet_gets_one_on_publishing_or_is_refused():
    """As after the migration, where two were in one room."""
    room = the_room()
    draft = a_gathering(room_id=room.id, status="draft", published_at=None)
    taken = book(a_wish(room))
    with pytest.raises(DraftRefused):
        publish(draft)
    with transaction() as tx:
        tx.delete(tx.get_one(type(taken), taken.id))
    publish(draft)
    assert the_booking().id == stands(draft).booking_id


def test_a_refused_change_books_nothing():
    with pytest.raises(DraftRefused):
        create(a_draft(room_id=the_room().id, title=""))
    assert all_bookings() == []
    assert session().scalars(select(Gathering)).all() == []
