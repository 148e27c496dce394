"""What is offered instead of a taken room is free, fits, and is the nearest."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.bookings import free
from community.bookings.models import Booking
from community.bookings.services import Wish
from community.clock import from_local, local, local_day, now
from community.db import session, transaction
from community.errors import NotFound
from community.libraries.models import Branch, Equipment, Room
from tests.bookings.booking import a_wish, book, the_room
from tests.factories import a_branch, a_library, a_room, next_week

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def look(wish, **asked):
    return free.look(session(), the_room().library_id, wish, now=now(), **asked)


def offered(seen):
    """Room and local time, as one reads it."""
    return [
        (
            each.room.name,
            f"{local(each.starts_at):%H:%M}",
            (local_day(each.starts_at) - local_day(seen.wish.starts_at)).days,
        )
        for each in seen.free
    ]


@pytest.mark.usefixtures("app")
def test_a_free_room_is_said_to_be_free_and_nothing_is_offered():
    seen = look(a_wish(the_room()))
    assert (seen.in_the_way, seen.free) == ([], [])
    assert seen.blocked == (next_week(13, 45), next_week(15, 15))


@pytest.mark.usefixtures("app")
def test_a_taken_room_says_by_what_and_what_is_nearest():
    room = the_room()
    a_room(room.branch, "Tuinkamer")
    book(a_wish(room, next_week(13, 30), 120), what="Taalcafé")
    seen = look(a_wish(room))
    assert [each.what for each in seen.in_the_way] == ["Taalcafé"]
    assert offered(seen) == [
        ("Tuinkamer", "14:00", 0),
        (room.name, "16:00", 0),
        (room.name, "14:00", 1),
    ]


@pytest.mark.usefixtures("app")
def test_its_own_booking_is_in_nobodys_way():
    booking = book(a_wish(the_room()))
    assert look(a_wish(the_room()), but=booking.id).in_the_way == []


@pytest.mark.usefixtures("app")
def test_a_room_that_is_too_small_or_taken_too_is_not_offered():
    room = the_room(capacity=40)
    full = a_room(room.branch, "Bovenzaal", capacity=60)
    a_room(room.branch, "Zolder", capacity=8)
    a_room(room.branch, "Grote zaal", capacity=200)
    a_room(room.branch, "Kleine zaal", capacity=30)
    a_room(a_branch(place="Dalfsen"), "Elders", capacity=30)
    for each in (room, full):
        book(a_wish(each))
    # The one that fits best first, two at most.
    seen = look(a_wish(room), people=20)
    assert [name for name, _at, _days in offered(seen)][:2] == ["Kleine zaal", "Grote zaal"]


@pytest.mark.usefixtures("app")
def test_what_another_room_lacks_comes_later_and_is_said():
    room = the_room(equipment=frozenset({Equipment.SCREEN, Equipment.PIANO}))
    a_room(room.branch, "A", equipment=frozenset({Equipment.KITCHEN}))
    a_room(room.branch, "B", equipment=frozenset({Equipment.SCREEN, Equipment.PIANO}))
    book(a_wish(room))
    first, second = look(a_wish(room)).free[:2]
    assert (first.room.name, first.lacks) == ("B", frozenset())
    assert (second.room.name, second.lacks) == ("A", {Equipment.SCREEN, Equipment.PIANO})


@pytest.mark.usefixtures("app")
def test_more_people_than_fit_is_worth_a_word():
    room = the_room(capacity=12)
    assert look(a_wish(room), people=20).too_small
    assert not look(a_wish(room), people=12).too_small
    assert not look(a_wish(room)).too_small


@pytest.mark.usefixtures("app")
def test_nothing_is_offered_in_the_night_or_in_the_past():
    room = the_room()
    book(a_wish(room, next_week(8), 14 * 60), what="De hele dag")
    assert offered(look(a_wish(room))) == [(room.name, "14:00", 1)]
    today = local_day(now())
    gone = from_local(today - 2 * DAY, next_week().time())
    book(a_wish(room, gone))
    assert all(each.starts_at > now() for each in look(a_wish(room, gone)).free)


@pytest.mark.usefixtures("app")
def test_rooms_of_another_library_are_not_looked_at():
    the_room()
    theirs = a_room(a_library("salland").branches[0])
    with pytest.raises(NotFound):
        look(a_wish(theirs))


NOON = next_week(12)
spans = st.lists(
    st.tuples(st.integers(-300, 600), st.integers(5, 200), st.integers(0, 60), st.integers(0, 60)),
    max_size=8,
)


@given(taken=spans, start=st.integers(-240, 600), minutes=st.integers(5, 300))
def test_whatever_is_taken_what_is_offered_is_free(taken, start, minutes):
    room = Room(id=1, set_up_minutes=15, clear_minutes=20)
    bookings = []
    for begins, lasts, before, after in taken:
        row = Booking()
        at = NOON + begins * MINUTE
        row.occupy(room.id, at, at + lasts * MINUTE, before, after)
        bookings.append(row)
    at = NOON + start * MINUTE
    wish = Wish(room_id=1, starts_at=at, ends_at=at + minutes * MINUTE)
    for found in (
        free.nearest_that_day(room, wish, bookings, now()),
        free.same_hour_after(room, wish, bookings, now()),
    ):
        if found is None:
            continue
        first, last = found.blocked_in(room)
        assert found.ends_at - found.starts_at == wish.ends_at - wish.starts_at
        assert all(b.blocked_until <= first or b.blocked_from >= last for b in bookings)


def test_outside_the_hours_of_the_branch_is_a_word_and_no_refusal(app):
    room = the_room()
    wish = a_wish(room)
    day = local_day(wish.starts_at)
    assert look(wish).only_open is None
    with transaction() as tx:
        branch = tx.get_one(Branch, room.branch_id)
        branch.hours = {day.weekday(): (time(10), time(18))}
    at = {hour: a_wish(room, from_local(day, time(hour))) for hour in (9, 10, 17, 18)}
    hours = (from_local(day, time(10)), from_local(day, time(18)))
    assert {hour: look(each).only_open for hour, each in at.items()} == {
        9: hours, 10: None, 17: None, 18: hours
    }  # fmt: skip
    assert look(a_wish(room, wish.starts_at + DAY)).only_open == ()
    assert book(at[18]).id


def test_another_days_hours_do_not_count_and_the_night_is_outside(app):
    room = the_room()
    with transaction() as tx:
        tx.get_one(Branch, room.branch_id).hours = dict.fromkeys(range(7), (time(9), time(23)))
    late = from_local(local_day(next_week()), time(22))
    assert look(a_wish(room, late, minutes=60)).only_open is None
    assert look(a_wish(room, late, minutes=150)).only_open
