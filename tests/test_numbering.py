"""Numbers that are taken before the rows are there."""

from __future__ import annotations

from sqlalchemy import delete, insert

from community import numbering
from community.bookings.models import Booking
from community.clock import now
from community.db import session, table_of, transaction
from community.gatherings.models import Gathering
from tests.factories import a_booking, a_gathering, a_room, saved


def test_a_number_that_was_taken_is_given_to_nobody_else(app):
    first = a_gathering().id
    with transaction() as tx:
        taken = numbering.take(tx, Gathering, 3)
    assert taken == sorted(set(taken))
    assert taken[0] > first
    with transaction() as tx:
        tx.execute(delete(Gathering))
    with transaction() as tx:
        assert numbering.take(tx, Gathering, 1)[0] > taken[-1]
    assert a_gathering("Later").id > taken[-1] + 1


def test_the_first_number_of_an_empty_table_is_free(app):
    with transaction() as tx:
        taken = numbering.take(tx, Gathering, 2)
    assert a_gathering().id > taken[-1]


def test_a_row_under_its_number_is_followed_by_others(app):
    room = a_room(a_gathering().branch)
    booking = a_booking(room)
    row = {c.key: getattr(booking, c.key) for c in table_of(Booking).columns}
    with transaction() as tx:
        [number] = numbering.take(tx, Booking, 1)
        later = {"blocked_from": booking.blocked_until, "starts_at": booking.blocked_until}
        ends = booking.blocked_until + (booking.ends_at - booking.starts_at)
        row |= {**later, "ends_at": ends, "blocked_until": ends, "id": number}
        tx.execute(insert(table_of(Booking)), [row])
    assert a_booking(room, now()).id > number > booking.id
    assert saved(session().get_one(Booking, number)).what == booking.what
