"""Every select of the bookings room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.bookings.models import Booking
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


def list_of_branch(
    session: Session, library_id: int, branch_id: int, first: datetime, last: datetime
) -> Sequence[Booking]:
    """Everything in the rooms of a branch between two moments, in order of time."""
    return session.scalars(
        select(Booking)
        .join(Booking.room)
        .where(
            Booking.library_id == library_id,
            Room.branch_id == branch_id,
            *_between(first, last),
        )
        .options(contains_eager(Booking.room))
        .order_by(Booking.blocked_from, Booking.room_id)
    ).all()


def _between(first: datetime, last: datetime) -> list[ColumnElement[bool]]:
    return [Booking.blocked_until > first, Booking.blocked_from < last]
