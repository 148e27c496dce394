"""Booking a room, moving a booking and giving the room back.

Whoever books takes the room's row first (`take_turn`), so that what is looked up after that holds
until the commit; the database's own guard (guard.py) stands behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from secrets import token_hex

from sqlalchemy.orm import Session

from community.bookings import queries
from community.bookings.models import Booking, Purpose
from community.clock import NoSuchLocalTime, from_local, local
from community.errors import DomainError
from community.libraries.models import Room
from community.words import N_

#: A year, and the day a year from now.
MOST_WEEKS = 53


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A room for a time; minutes around it are the room's usual ones unless given."""

    room_id: int
    starts_at: datetime
    ends_at: datetime
    set_up_minutes: int | None = None
    clear_minutes: int | None = None

    def around(self, room: Room) -> tuple[int, int]:
        """How long that room is set up before and cleared after."""
        return (
            room.set_up_minutes if self.set_up_minutes is None else self.set_up_minutes,
            room.clear_minutes if self.clear_minutes is None else self.clear_minutes,
        )

    def blocked_in(self, room: Room) -> tuple[datetime, datetime]:
        """From when until when that room would be taken."""
        set_up, clear = self.around(room)
        return (
            self.starts_at - timedelta(minutes=set_up),
            self.ends_at + timedelta(minutes=clear),
        )


class Clash(DomainError):
    """The room is taken then; says what is in the way, and from when until when."""

    def __init__(self, room: Room, in_the_way: Sequence[Booking]) -> None:
        self.room = room
        self.in_the_way = tuple(in_the_way)
        first = self.in_the_way[0]
        values: dict[str, object] = {
            "room": room.name,
            "when": (first.blocked_from, first.blocked_until),
        }
        if first.what:
            said = N_(
                "%(room)s is taken then: %(what)s, %(when)s (including setting up and clearing "
                "away)."
            )
            values["what"] = first.what
        else:
            said = N_("%(room)s is taken then, %(when)s (including setting up and clearing away).")
        super().__init__(said, **values)


class Clashes(DomainError):
    """Some of the weeks are taken; which, and by what."""

    def __init__(self, room: Room, clashes: Sequence[Clash]) -> None:
        self.room, self.clashes = room, tuple(clashes)
        super().__init__(N_("%(room)s is taken on some of these days. See below."), room=room.name)


class KeptByItsGathering(DomainError):
    """A gathering's booking moves and goes with the gathering."""

    def __init__(self) -> None:
        super().__init__(N_("This room is booked for an activity. Move or cancel the activity."))


def take_turn(session: Session, library_id: int, room_id: int) -> Room:
    """Nobody else books this room until the transaction ends."""
    return queries.lock_room(session, library_id, room_id)


def in_the_way(
    session: Session, library_id: int, room: Room, wish: Wish, *, but: int | None = None
) -> Sequence[Booking]:
    """What already keeps the room taken then; `but`: the booking that would move."""
    blocked = wish.blocked_in(room)
    return queries.list_overlapping(session, library_id, [room.id], *blocked, but=but)


@dataclass(frozen=True, slots=True)
class Block:
    """A room from when until when: as it is, or would be, taken."""

    room_id: int
    starts: datetime
    ends: datetime


def are_free(
    session: Session, library_id: int, wanted: Sequence[Block], *, but: Collection[int]
) -> bool:
    """Take the turn for all these rooms, and say whether nothing is in the way of any of it.

    `but`: the bookings that move to these places.
    """
    if not wanted:
        return True
    rooms = {each.room_id for each in wanted}
    queries.lock_rooms(session, library_id, rooms)
    first, last = min(each.starts for each in wanted), max(each.ends for each in wanted)
    there = queries.list_blocked(session, library_id, rooms, first, last, but=but)
    in_order = sorted([*there, *((each.room_id, each.starts, each.ends) for each in wanted)])
    return all(
        before[0] != after[0] or before[2] <= after[1] for before, after in pairwise(in_order)
    )


def new_booking(library_id: int, room: Room, wish: Wish, what: str, now: datetime) -> Booking:
    """What a gathering books, not yet looked at or kept."""
    booking = Booking(library_id=library_id, purpose=Purpose.GATHERING, what=what, created_at=now)
    settle(booking, room, wish, now)
    return booking


def settle(booking: Booking, room: Room, wish: Wish, now: datetime) -> None:
    booking.room = room
    booking.occupy(room.id, wish.starts_at, wish.ends_at, *wish.around(room))
    booking.revised_at = now


def book(
    session: Session, library_id: int, wish: Wish, *, purpose: Purpose, what: str, now: datetime
) -> Booking:
    """Keep a room free for something; refused when it is taken."""
    booking = Booking(library_id=library_id, purpose=purpose, what=what, created_at=now)
    _occupy(session, booking, wish, now)
    session.add(booking)
    session.flush()
    return booking


def book_every_week(
    session: Session,
    library_id: int,
    wish: Wish,
    until: date,
    *,
    skip_taken: bool = False,
    purpose: Purpose,
    what: str,
    now: datetime,
) -> list[Booking]:
    """Keep a room at the same hour every week, the last day included: all of it, or nothing.

    What is in the way is named, all of it at once; `skip_taken` leaves those weeks out. A night
    in which the clock skips the hour is left out too.
    """
    room = take_turn(session, library_id, wish.room_id)
    wishes = list(_every_week(wish, until))
    looked = [(each, in_the_way(session, library_id, room, each)) for each in wishes]
    taken = {each: bookings for each, bookings in looked if bookings}
    if taken and not (skip_taken and len(taken) < len(wishes)):
        raise Clashes(room, [Clash(room, bookings) for bookings in taken.values()])
    repetition = token_hex(8)
    booked = []
    for each in wishes:
        if each not in taken:
            booking = book(session, library_id, each, purpose=purpose, what=what, now=now)
            booking.repetition = repetition
            booked.append(booking)
    return booked


def _every_week(wish: Wish, until: date) -> Iterator[Wish]:
    starts, ends = local(wish.starts_at), local(wish.ends_at)
    for number in range(MOST_WEEKS):
        later = timedelta(weeks=number)
        if starts.date() + later > until:
            return
        try:
            yield replace(
                wish,
                starts_at=from_local(starts.date() + later, starts.time()),
                ends_at=from_local(ends.date() + later, ends.time()),
            )
        except NoSuchLocalTime:
            continue


def move_booking(
    session: Session, booking: Booking, wish: Wish, *, what: str, now: datetime
) -> Booking:
    """Another room or time, or other words; to where it is already is no move."""
    _occupy(session, booking, wish, now)
    booking.what = what
    session.flush()
    return booking


def rename(booking: Booking, what: str, *, now: datetime) -> None:
    booking.what, booking.revised_at = what, now


def release(session: Session, booking: Booking) -> None:
    """Give the room back: from the commit on somebody else may have it."""
    session.delete(booking)


def change_by_hand(
    session: Session,
    library_id: int,
    booking_id: int,
    wish: Wish,
    *,
    purpose: Purpose,
    what: str,
    now: datetime,
) -> Booking:
    """Move what is no gathering, or call it something else."""
    booking = _by_hand(session, library_id, booking_id)
    booking.purpose = purpose
    return move_booking(session, booking, wish, what=what, now=now)


def release_by_hand(
    session: Session, library_id: int, booking_id: int, *, and_later: bool = False
) -> int:
    """Give back the room of what is no gathering, or also of the weeks after; how many."""
    booking = _by_hand(session, library_id, booking_id)
    later = queries.list_later(session, booking) if and_later else [booking]
    for each in later:
        release(session, each)
    return len(later)


def refuse_a_gatherings(booking: Booking) -> None:
    if booking.purpose is Purpose.GATHERING:
        raise KeptByItsGathering


def _by_hand(session: Session, library_id: int, booking_id: int) -> Booking:
    booking = queries.get(session, library_id, booking_id)
    refuse_a_gatherings(booking)
    return booking


def _occupy(session: Session, booking: Booking, wish: Wish, now: datetime) -> None:
    room = take_turn(session, booking.library_id, wish.room_id)
    taken = in_the_way(session, booking.library_id, room, wish, but=booking.id)
    if taken:
        raise Clash(room, taken)
    settle(booking, room, wish, now)
