"""Rooms that are booked, for tests to be about."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from community.bookings import services
from community.bookings.models import Booking, Purpose
from community.bookings.services import Wish
from community.clock import now
from community.db import session, transaction
from community.libraries.models import Room
from tests.factories import a_room, next_week, the_library


def the_room(**fields: object) -> Room:
    """The reading room of the first branch; made when there is none."""
    first = session().scalars(select(Room).order_by(Room.id)).first()
    return first or a_room(min(the_library().branches, key=lambda each: each.id), **fields)


def a_wish(room: Room, start: datetime | None = None, minutes: int = 60, **fields: object) -> Wish:
    begins = start or next_week()
    return Wish(
        room_id=room.id,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=minutes),
        **fields,
    )


def book(wish: Wish, what: str = "Teamoverleg", purpose: Purpose = Purpose.OWN) -> Booking:
    with transaction() as tx:
        room = tx.get_one(Room, wish.room_id)
        return services.book(tx, room.library_id, wish, purpose=purpose, what=what, now=now())


def change(booking: Booking, wish: Wish, what: str = "Teamoverleg") -> Booking:
    with transaction() as tx:
        return services.change_by_hand(
            tx, booking.library_id, booking.id, wish, purpose=Purpose.OWN, what=what, now=now()
        )


def release(booking: Booking) -> None:
    with transaction() as tx:
        services.release_by_hand(tx, booking.library_id, booking.id)


def all_bookings() -> list[Booking]:
    session().rollback()
    return list(session().scalars(select(Booking).order_by(Booking.blocked_from)))


def assert_nothing_is_double() -> None:
    """Of one room, no two bookings overlap, setting up and clearing away included."""
    last: dict[int, datetime] = {}
    for booking in all_bookings():
        assert booking.blocked_from <= booking.starts_at < booking.ends_at <= booking.blocked_until
        assert last.get(booking.room_id, booking.blocked_from) <= booking.blocked_from
        last[booking.room_id] = booking.blocked_until
