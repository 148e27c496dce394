"""Every select of the bookings room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session, joinedload

from community.bookings.models import Booking, Purpose
from community.errors import NotFound
from community.libraries.models import Room


def get(session: Session, library_id: int, booking_id: int) -> Booking:
    found = session.scalars(
        select(Booking)
        .where(Booking.library_id == library_id, Booking.id == booking_id)
        .options(joinedload(Booking.room).joinedload(Room.branch))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_room(session: Session, library_id: int, room_id: int) -> Room:
    found = find_room(session, library_id, room_id)
    if found is None:
        raise NotFound
    return found


def find_room(session: Session, library_id: int, room_id: int) -> Room | None:
    return session.scalars(
        select(Room).where(Room.library_id == library_id, Room.id == room_id)
    ).one_or_none()


def lock_room(session: Session, library_id: int, room_id: int) -> Room:
    """The room, with nobody else booking it until the transaction ends."""
    # Not FOR UPDATE: others may go on to refer to this row, they only may not take it.
    found = session.scalars(
        select(Room)
        .where(Room.library_id == library_id, Room.id == room_id)
        .with_for_update(key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_rooms(session: Session, library_id: int, room_ids: Collection[int]) -> None:
    """The same of many rooms, in the order of their numbers, as all who lock do."""
    session.scalars(
        select(Room.id)
        .where(Room.library_id == library_id, Room.id.in_(room_ids))
        .order_by(Room.id)
        .with_for_update(key_share=True)
    ).all()


def list_rooms(session: Session, library_id: int, branch_id: int) -> Sequence[Room]:
    return session.scalars(
        select(Room)
        .where(Room.library_id == library_id, Room.branch_id == branch_id)
        .order_by(Room.name, Room.id)
    ).all()


def list_overlapping(
    session: Session,
    library_id: int,
    room_ids: Collection[int],
    first: datetime,
    last: datetime,
    *,
    but: int | None = None,
) -> Sequence[Booking]:
    """What keeps one of these rooms taken at any moment between; `but` one booking."""
    return session.scalars(
        select(Booking)
        .where(
            Booking.library_id == library_id,
            Booking.room_id.in_(room_ids),
            *_between(first, last),
            true() if but is None else Booking.id != but,
        )
        .order_by(Booking.blocked_from, Booking.id)
    ).all()


def list_blocked(
    session: Session,
    library_id: int,
    room_ids: Collection[int],
    first: datetime,
    last: datetime,
    *,
    but: Collection[int],
) -> list[tuple[int, datetime, datetime]]:
    """From when until when these rooms are taken, `but` by some bookings: room and moments."""
    rows = session.execute(
        select(Booking.id, Booking.room_id, Booking.blocked_from, Booking.blocked_until).where(
            Booking.library_id == library_id,
            Booking.room_id.in_(room_ids),
            *_between(first, last),
        )
    )
    return [(room_id, starts, ends) for number, room_id, starts, ends in rows if number not in but]


def list_later(session: Session, booking: Booking) -> Sequence[Booking]:
    """This booking and the weeks after it that were booked with it."""
    same = Booking.id == booking.id
    if booking.repetition is not None:
        same = and_(
            Booking.repetition == booking.repetition, Booking.starts_at >= booking.starts_at
        )
    return session.scalars(
        select(Booking)
        .where(Booking.library_id == booking.library_id, same)
        .order_by(Booking.starts_at)
    ).all()


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking as a calendar shows it. Not the row itself: a month of rooms has many."""

    id: int
    room_id: int
    purpose: Purpose
    what: str
    starts_at: datetime
    ends_at: datetime
    blocked_from: datetime
    blocked_until: datetime
    created_at: datetime
    revised_at: datetime


_SHOWN = [getattr(Booking, each.name) for each in fields(Booked)]


def list_of_branch(
    session: Session, library_id: int, branch_id: int, first: datetime, last: datetime
) -> list[Booked]:
    """Everything in the rooms of a branch between two moments, in order of time."""
    rows = session.execute(
        select(*_SHOWN)
        .join(Room, Room.id == Booking.room_id)
        .where(
            Booking.library_id == library_id,
            Room.branch_id == branch_id,
            *_between(first, last),
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    return [Booked(*row) for row in rows]


def branch_state(
    session: Session, library_id: int, branch_id: int, first: datetime, last: datetime
) -> tuple[object, ...]:
    """What decides whether a branch's feed is still the same, without an event in it."""
    return tuple(
        session.execute(
            select(func.count(Booking.id), func.sum(Booking.id), func.max(Booking.revised_at))
            .join(Room, Room.id == Booking.room_id)
            .where(
                Booking.library_id == library_id,
                Room.branch_id == branch_id,
                *_between(first, last),
            )
        ).one()
    )


def _between(first: datetime, last: datetime) -> list[ColumnElement[bool]]:
    return [Booking.blocked_until > first, Booking.blocked_from < last]
