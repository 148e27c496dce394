"""What is read of room requests, and of the rooms that could be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from community.bookings import queries as bookings
from community.bookings.models import Booking
from community.bookings.services import Wish
from community.errors import NotFound
from community.gatherings.models import MOST_SEATS
from community.groups.models import RequestState, RoomRequest
from community.libraries.models import Branch, Room

MOST = 50


@dataclass(frozen=True, slots=True)
class Possible:
    """A room that could be given, and what has it then."""

    room: Room
    in_the_way: tuple[Booking, ...]

    @property
    def is_free(self) -> bool:
        return not self.in_the_way


def get(session: Session, library_id: int, request_id: int) -> RoomRequest:
    """One request with all that its page shows."""
    found = session.scalars(
        select(RoomRequest)
        .where(RoomRequest.library_id == library_id, RoomRequest.id == request_id)
        .options(
            joinedload(RoomRequest.group),
            joinedload(RoomRequest.asked_by),
            joinedload(RoomRequest.branch),
            joinedload(RoomRequest.room),
            joinedload(RoomRequest.gathering),
            joinedload(RoomRequest.booking),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, request_id: int) -> RoomRequest:
    """The request with its row locked: of two librarians who answer, the second sees the answer."""
    found = session.scalars(
        select(RoomRequest)
        .where(RoomRequest.library_id == library_id, RoomRequest.id == request_id)
        .with_for_update(key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_asked(session: Session, group_id: int, starts_at: datetime) -> RoomRequest | None:
    """The same question, when it waits for an answer already."""
    return session.scalars(
        select(RoomRequest).where(
            RoomRequest.group_id == group_id,
            RoomRequest.starts_at == starts_at,
            RoomRequest.state == RequestState.ASKED,
        )
    ).one_or_none()


def list_of_group(session: Session, library_id: int, group_id: int) -> Sequence[RoomRequest]:
    """What a group asked, the latest first."""
    return session.scalars(
        select(RoomRequest)
        .where(RoomRequest.library_id == library_id, RoomRequest.group_id == group_id)
        .options(
            joinedload(RoomRequest.branch),
            joinedload(RoomRequest.room),
            joinedload(RoomRequest.gathering),
        )
        .order_by(RoomRequest.asked_at.desc(), RoomRequest.id.desc())
        .limit(MOST)
    ).all()


def list_open(session: Session, library_id: int, *, now: datetime) -> Sequence[RoomRequest]:
    """What waits for an answer, by when it is for."""
    return session.scalars(
        select(RoomRequest)
        .where(
            RoomRequest.library_id == library_id,
            RoomRequest.state == RequestState.ASKED,
            RoomRequest.starts_at > now,
        )
        .options(
            joinedload(RoomRequest.group),
            joinedload(RoomRequest.branch),
            joinedload(RoomRequest.room),
        )
        .order_by(RoomRequest.starts_at, RoomRequest.id)
        .limit(MOST)
    ).all()


def still_open(library_id: int, now: datetime) -> Select[int]:
    """How many groups wait for an answer; for the librarian's Today."""
    return select(func.count(RoomRequest.id)).where(
        RoomRequest.library_id == library_id,
        RoomRequest.state == RequestState.ASKED,
        RoomRequest.starts_at > now,
    )


def list_possible(session: Session, request: RoomRequest) -> list[Possible]:
    """The rooms of the branch, with what is in the way of each then; the free ones first."""
    rooms = bookings.list_rooms(session, request.library_id, request.branch_id)
    ids = [room.id for room in rooms]
    span = [_wish(request, room).blocked_in(room) for room in rooms]
    if not span:
        return []
    first, last = min(start for start, _ in span), max(end for _, end in span)
    taken = bookings.list_overlapping(session, request.library_id, ids, first, last)
    possible = [
        Possible(room, tuple(each for each in taken if _hinders(each, room, request)))
        for room in rooms
    ]
    return sorted(possible, key=lambda one: (not one.is_free, one.room.id != request.room_id))


def find_fitting(possible: Sequence[Possible], request: RoomRequest) -> Room | None:
    """The room to think of first: the one that was asked for, else the smallest with chairs."""
    free = [one.room for one in possible if one.is_free]
    fits = [room for room in free if room.capacity is None or room.capacity >= request.people]
    fits.sort(key=lambda room: (room.id != request.room_id, room.capacity or MOST_SEATS))
    return fits[0] if fits else None


def has_branch(session: Session, library_id: int, branch_id: int, room_id: int | None) -> bool:
    """Whether this library has that branch, and the branch that room."""
    branch = select(Branch.id).where(Branch.library_id == library_id, Branch.id == branch_id)
    if session.scalars(branch).first() is None:
        return False
    if room_id is None:
        return True
    room = bookings.find_room(session, library_id, room_id)
    return room is not None and room.branch_id == branch_id


def _wish(request: RoomRequest, room: Room) -> Wish:
    return Wish(room_id=room.id, starts_at=request.starts_at, ends_at=request.ends_at)


def _hinders(booking: Booking, room: Room, request: RoomRequest) -> bool:
    first, last = _wish(request, room).blocked_in(room)
    return (
        booking.room_id == room.id and booking.blocked_until > first and booking.blocked_from < last
    )
