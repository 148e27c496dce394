"""A room is kept from setting up until it is cleared, for one thing at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from community.bookings import services
from community.bookings.models import Booking, Purpose
from community.bookings.services import Clash, Clashes, KeptByItsGathering
from community.clock import local, local_day, now
from community.db import transaction
from community.errors import NotFound
from community.libraries.models import Room
from tests.bookings.booking import (
    a_wish,
    all_bookings,
    assert_nothing_is_double,
    book,
    change,
    release,
    the_room,
)
from tests.factories import a_library, a_room, next_week, saved

pytestmark = pytest.mark.usefixtures("app")

MINUTE = timedelta(minutes=1)


def test_a_booking_takes_what_is_usual_in_its_room():
    room = the_room(set_up_minutes=30, clear_minutes=10)
    booking = book(a_wish(room))
    assert booking.blocked_from == booking.starts_at - 30 * MINUTE
    assert booking.blocked_until == booking.ends_at + 10 * MINUTE
    asked = book(a_wish(room, next_week(9), set_up_minutes=0, clear_minutes=60))
    assert (asked.set_up_minutes, asked.clear_minutes) == (0, 60)


def test_two_may_follow_each_other_without_a_minute_between():
    room = the_room(set_up_minutes=15, clear_minutes=15)
    first = book(a_wish(room))
    book(a_wish(room, first.ends_at + 30 * MINUTE))
    with pytest.raises(Clash):
        book(a_wish(room, first.starts_at - 89 * MINUTE))
    book(a_wish(room, first.starts_at - 90 * MINUTE))
    assert len(all_bookings()) == 3
    assert_nothing_is_double()


@pytest.mark.parametrize("shift", [-119, -30, 0, 30, 119])
def test_who_comes_second_hears_what_is_in_the_way(shift):
    room = the_room(set_up_minutes=30, clear_minutes=30)
    first = book(a_wish(room), what="Breigroep")
    with pytest.raises(Clash) as refused:
        book(a_wish(room, first.starts_at + shift * MINUTE))
    assert [each.id for each in refused.value.in_the_way] == [first.id]
    assert refused.value.values["what"] == "Breigroep"
    assert refused.value.values["when"] == (first.blocked_from, first.blocked_until)
    assert len(all_bookings()) == 1


def test_what_is_nobodys_business_is_not_named():
    room = the_room()
    book(a_wish(room), what="")
    with pytest.raises(Clash) as refused:
        book(a_wish(room))
    assert "what" not in refused.value.values


def test_another_room_is_free():
    room = the_room()
    book(a_wish(room))
    book(a_wish(a_room(room.branch, "Tuinkamer")))
    assert len(all_bookings()) == 2


def test_a_booking_moves_over_its_own_time():
    booking = book(a_wish(the_room()))
    moved = change(booking, a_wish(the_room(), next_week() + 30 * MINUTE), "Ander overleg")
    assert moved.what == "Ander overleg"
    assert moved.blocked_from == next_week() + 15 * MINUTE
    assert len(all_bookings()) == 1


def test_a_move_that_is_refused_leaves_it_where_it_was():
    room = the_room()
    first, second = book(a_wish(room)), book(a_wish(room, next_week(18)))
    with pytest.raises(Clash):
        change(second, a_wish(room, first.ends_at))
    assert [each.starts_at for each in all_bookings()] == [next_week(), next_week(18)]


def test_a_room_that_is_given_back_is_free():
    room = the_room()
    release(book(a_wish(room)))
    assert all_bookings() == []
    book(a_wish(room))


def test_a_gatherings_booking_is_not_changed_by_hand():
    booking = book(a_wish(the_room()), purpose=Purpose.GATHERING)
    with pytest.raises(KeptByItsGathering):
        release(booking)
    with pytest.raises(KeptByItsGathering):
        change(booking, a_wish(the_room(), next_week(9)))


def test_rooms_and_bookings_of_another_library_do_not_exist():
    booking = book(a_wish(the_room()))
    theirs = a_library("salland")
    with pytest.raises(NotFound), transaction() as tx:
        services.release_by_hand(tx, theirs.id, booking.id)
    with pytest.raises(NotFound), transaction() as tx:
        services.book(tx, theirs.id, a_wish(the_room()), purpose=Purpose.OWN, what="X", now=now())
    assert len(all_bookings()) == 1


def a_row(start=None, minutes=60, around=0) -> Booking:
    room, begins = the_room(), start or next_week()
    row = Booking(
        library_id=room.library_id,
        purpose=Purpose.OWN,
        what="Buiten de diensten om",
        created_at=now(),
        revised_at=now(),
    )
    row.occupy(room.id, begins, begins + minutes * MINUTE, around, around)
    return row


def test_the_database_itself_refuses_what_overlaps():
    saved(a_row())
    saved(a_row(next_week() + 60 * MINUTE))
    for start, around in ((0, 0), (-30, 0), (30, 0), (-70, 11), (119, 0)):
        with pytest.raises(DBAPIError, match="never_double_booked"):
            saved(a_row(next_week() + start * MINUTE, around=around))
    assert_nothing_is_double()


def test_the_database_itself_refuses_a_move_over_another():
    saved(a_row())
    other = saved(a_row(next_week(18)))
    with pytest.raises(DBAPIError, match="never_double_booked"):
        stretch(other, next_week() + 59 * MINUTE)
    assert_nothing_is_double()
    stretch(other, next_week() + 60 * MINUTE)


def stretch(booking: Booking, start) -> None:
    with transaction() as tx:
        tx.get_one(Booking, booking.id).blocked_from = start


# ─── every week ───


def every_week(wish, weeks=4, **more):
    until = local_day(wish.starts_at) + timedelta(weeks=weeks - 1)
    with transaction() as tx:
        room = tx.get_one(Room, wish.room_id)
        return services.book_every_week(
            tx, room.library_id, wish, until,
            purpose=Purpose.OWN, what="Teamoverleg", now=now(), **more,
        )  # fmt: skip


def test_every_week_keeps_its_hour_through_summer_and_winter():
    booked = every_week(a_wish(the_room()), weeks=53)
    assert len(booked) == 53
    assert len({local(each.starts_at).time() for each in booked}) == 1
    assert len({local(each.starts_at).utcoffset() for each in booked}) == 2
    assert_nothing_is_double()


def test_all_weeks_are_kept_or_none_and_every_one_in_the_way_is_named():
    room = the_room()
    wish = a_wish(room)
    first, third = wish.starts_at, wish.starts_at + timedelta(weeks=2)
    in_the_way = {book(a_wish(room, each)).id for each in (first, third)}
    with pytest.raises(Clashes) as refused:
        every_week(wish)
    named = {each.id for clash in refused.value.clashes for each in clash.in_the_way}
    assert named == in_the_way
    assert len(all_bookings()) == 2
    assert len(every_week(wish, skip_taken=True)) == 2
    assert_nothing_is_double()
    with pytest.raises(Clashes):
        every_week(wish, skip_taken=True)


def test_this_week_and_what_follows_is_given_back_and_what_came_before_stays():
    booked = every_week(a_wish(the_room()))
    other = book(a_wish(the_room(), next_week(9)))
    with transaction() as tx:
        given = services.release_by_hand(tx, other.library_id, booked[2].id, and_later=True)
    assert given == 2
    assert {each.id for each in all_bookings()} == {booked[0].id, booked[1].id, other.id}
    with transaction() as tx:
        assert services.release_by_hand(tx, other.library_id, other.id, and_later=True) == 1
