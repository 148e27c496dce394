"""The room of a gathering: booked as long as it stands, for exactly its time and place.

Also a draft holds its room, so that publishing it never comes too late. What is called off, taken
online or thrown away gives the room back in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from community.bookings import queries, services
from community.bookings.models import Booking, Purpose
from community.bookings.services import Clash, Wish
from community.gatherings.drafts import LONGEST, DraftRefused, GatheringDraft, Problem
from community.gatherings.kinds import KIND_FACTS
from community.gatherings.models import Gathering
from community.libraries.models import Room


class Looking(Protocol):
    """What keeps a room taken then; `but`: the booking that would move."""

    def __call__(self, room: Room, wish: Wish, *, but: int | None) -> Sequence[Booking]: ...


class RoomCalendar(Protocol):
    """Who writes what a gathering books: at once for one, later for many."""

    def book(self, library_id: int, wish: Wish, what: str, now: datetime) -> Booking: ...

    def move(self, booking: Booking, wish: Wish, what: str, now: datetime) -> None: ...

    def release(self, booking: Booking) -> None: ...


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Books in this transaction; refuses what is taken."""

    session: Session

    def book(self, library_id: int, wish: Wish, what: str, now: datetime) -> Booking:
        try:
            return services.book(
                self.session, library_id, wish, purpose=Purpose.GATHERING, what=what, now=now
            )
        except Clash as clash:
            raise DraftRefused([_beside_place(clash)]) from None

    def move(self, booking: Booking, wish: Wish, what: str, now: datetime) -> None:
        try:
            services.move_booking(self.session, booking, wish, what=what, now=now)
        except Clash as clash:
            raise DraftRefused([_beside_place(clash)]) from None

    def release(self, booking: Booking) -> None:
        self.session.flush()
        services.release(self.session, booking)


def wish_of(asked: Gathering | GatheringDraft) -> Wish | None:
    """The room that it takes, and when; None for what takes none."""
    if asked.room_id is None or asked.ends_at is None or not KIND_FACTS[asked.kind].takes_room:
        return None
    return Wish(
        room_id=asked.room_id,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        set_up_minutes=asked.set_up_minutes,
        clear_minutes=asked.clear_minutes,
    )


def take_turn(session: Session, library_id: int, draft: GatheringDraft) -> None:
    """Before a draft is looked at: nobody else books its room until the commit."""
    wish = wish_of(draft)
    if wish and queries.find_room(session, library_id, wish.room_id):
        services.take_turn(session, library_id, wish.room_id)


def problems_of_room(
    draft: GatheringDraft, room: Room, stands: Gathering | None, looking: Looking
) -> Iterator[Problem]:
    """That the room is taken then, when that is new: who changes a title is not sent away."""
    wish = wish_of(draft)
    if wish is None or not wish.starts_at < wish.ends_at <= wish.starts_at + LONGEST:
        return
    if stands and stands.booking_id and wish_of(stands) == wish:
        return
    if taken := looking(room, wish, but=stands.booking_id if stands else None):
        yield _beside_place(Clash(room, taken))


def keep(calendar: RoomCalendar, gathering: Gathering, was: Wish | None, *, now: datetime) -> None:
    """Book the gathering's room, move its booking along, or give it back: whatever it takes now.

    `was`: what it took before the change. As long as that is the same, usual minutes stay what they
    were when the room was booked.
    """
    wish, booking = wish_of(gathering), gathering.booking
    what = "" if gathering.is_sensitive else gathering.title
    if wish is None or gathering.is_cancelled:
        give_back(calendar, gathering)
    elif booking is None:
        gathering.booking = calendar.book(gathering.library_id, wish, what, now)
    elif wish != was:
        calendar.move(booking, wish, what, now)
    elif booking.what != what:
        services.rename(booking, what, now=now)


def give_back(calendar: RoomCalendar, gathering: Gathering) -> None:
    """From the commit on somebody else may have the room."""
    booking, gathering.booking = gathering.booking, None
    if booking is not None:
        calendar.release(booking)


def list_in_its_way(session: Session, gathering: Gathering) -> Sequence[Booking]:
    """What has the room of a gathering that has no booking: planned before rooms were booked."""
    wish = wish_of(gathering)
    if wish is None or gathering.booking_id is not None or gathering.is_cancelled:
        return []
    room = queries.get_room(session, gathering.library_id, wish.room_id)
    return services.in_the_way(session, gathering.library_id, room, wish)


def _beside_place(clash: Clash) -> Problem:
    return Problem("place", clash.message, clash.values)
