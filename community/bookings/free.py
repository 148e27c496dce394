"""What is in the way of a wish for a room, and the nearest room and time that are free instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from sqlalchemy.orm import Session

from community.bookings import queries
from community.bookings.models import Booking
from community.bookings.services import Wish
from community.clock import NoSuchLocalTime, from_local, local, local_day
from community.libraries.models import Equipment, Room

#: Nobody is offered a room before or after these hours unless they asked for it.
FIRST, LAST = time(8), time(22, 30)
#: How far ahead the same hour is looked for.
DAYS_AHEAD = 7
#: People meet at a quarter.
QUARTER = timedelta(minutes=15)
#: A choice, not a catalogue.
MOST_ROOMS = 2


@dataclass(frozen=True, slots=True)
class Free:
    """A room and a time that would do; `lacks`: what the wanted room has and this one has not."""

    room: Room
    starts_at: datetime
    ends_at: datetime
    lacks: frozenset[Equipment] = frozenset()

    @property
    def typed(self) -> str:
        """As the fields of a form take it; take.js fills them in, and `taking` without scripts."""
        moments = (f"{local(each):%Y-%m-%dT%H:%M}" for each in (self.starts_at, self.ends_at))
        return "|".join((place_value(self.room.id), *moments))


@dataclass(frozen=True, slots=True)
class Look:
    """How it stands with a wish: what is in its way, and if anything is, what is free instead."""

    room: Room
    wish: Wish
    in_the_way: Sequence[Booking]
    free: Sequence[Free]
    people: int | None
    #: When the branch is open that day, if that is not all of the time; () when it is closed.
    only_open: tuple[datetime, ...] | None = None

    @property
    def blocked(self) -> tuple[datetime, datetime]:
        return self.wish.blocked_in(self.room)

    @property
    def too_small(self) -> bool:
        """Worth a word, never a refusal: some stand, some stay away."""
        return bool(self.people and self.room.capacity and self.people > self.room.capacity)


def place_value(room_id: int) -> str:
    """A room as the field for a place has it."""
    return f"zaal-{room_id}"


def look(
    session: Session,
    library_id: int,
    wish: Wish,
    *,
    people: int | None = None,
    but: int | None = None,
    now: datetime,
) -> Look:
    """Look, without taking anything; `but`: the booking that would move."""
    room = queries.get_room(session, library_id, wish.room_id)
    rooms = queries.list_rooms(session, library_id, room.branch_id)
    first = min(from_local(local_day(wish.starts_at), time()), wish.blocked_in(room)[0])
    last = wish.blocked_in(room)[1] + timedelta(days=DAYS_AHEAD + 1)
    bookings = queries.list_overlapping(
        session, library_id, [each.id for each in rooms], first, last, but=but
    )
    in_the_way = [
        each for each in bookings if each.room_id == room.id and _blocks(each, room, wish)
    ]
    free = list(_instead(room, rooms, wish, bookings, people, now)) if in_the_way else []
    return Look(room, wish, in_the_way, free, people, only_open(room, wish))


def only_open(room: Room, wish: Wish) -> tuple[datetime, ...] | None:
    """The hours of a branch that is not open all the time; None without anything to say.

    Worth a word, never a refusal: the key is in somebody's pocket.
    """
    hours = room.branch.hours
    if not hours:
        return None
    starts, ends = local(wish.starts_at), local(wish.ends_at)
    of_that_day = hours.get(starts.weekday())
    if of_that_day is None:
        return ()
    opens, closes = (local(from_local(starts.date(), each)) for each in of_that_day)
    return None if opens <= starts and ends <= closes else (opens, closes)


def _instead(
    room: Room,
    rooms: Iterable[Room],
    wish: Wish,
    bookings: Sequence[Booking],
    people: int | None,
    now: datetime,
) -> Iterator[Free]:
    """Other rooms at that time, the nearest time that day, and the same hour on a day after."""
    others = [each for each in rooms if each.id != room.id and _fits(each, people)]
    at_that_time = [each for each in others if is_free(each, wish, bookings)]
    at_that_time.sort(
        key=lambda each: (
            len(room.equipment - each.equipment),
            each.capacity if each.capacity is not None else 0,
            each.name,
        )
    )
    for other in at_that_time[:MOST_ROOMS]:
        yield Free(other, wish.starts_at, wish.ends_at, room.equipment - other.equipment)
    mine = [each for each in bookings if each.room_id == room.id]
    for found in (nearest_that_day(room, wish, mine, now), same_hour_after(room, wish, mine, now)):
        if found is not None:
            yield Free(room, found.starts_at, found.ends_at)


def is_free(room: Room, wish: Wish, bookings: Iterable[Booking]) -> bool:
    """Whether none of these is in the way of this wish, in that room with its own usual minutes."""
    return not any(each.room_id == room.id and _blocks(each, room, wish) for each in bookings)


def nearest_that_day(
    room: Room, wish: Wish, bookings: Sequence[Booking], now: datetime
) -> Wish | None:
    """As long as wished, right after or right before something else, nearest to when it was."""
    day, lasts = local_day(wish.starts_at), wish.ends_at - wish.starts_at
    first = min(from_local(day, FIRST), wish.starts_at)
    last = max(from_local(day, LAST), wish.ends_at)
    set_up, clear = (timedelta(minutes=each) for each in wish.around(room))
    starts = [
        start
        for each in bookings
        for start in (
            _quarter(each.blocked_until + set_up, up=True),
            _quarter(each.blocked_from - clear - lasts, up=False),
        )
    ]
    fitting = (
        _at(wish, start) for start in starts if first <= start > now and start + lasts <= last
    )
    free = [each for each in fitting if is_free(room, each, bookings)]
    # As far away, later is better: nobody is early for what they had in their diary.
    return min(
        free,
        key=lambda each: (abs(each.starts_at - wish.starts_at), each.starts_at < wish.starts_at),
        default=None,
    )


def same_hour_after(
    room: Room, wish: Wish, bookings: Sequence[Booking], now: datetime
) -> Wish | None:
    """The same hour on the first day after on which the room is free."""
    hour = local(wish.starts_at).time()
    for ahead in range(1, DAYS_AHEAD + 1):
        try:
            start = from_local(local_day(wish.starts_at) + timedelta(days=ahead), hour)
        except NoSuchLocalTime:
            continue
        moved = _at(wish, start)
        if start > now and is_free(room, moved, bookings):
            return moved
    return None


def _blocks(booking: Booking, room: Room, wish: Wish) -> bool:
    first, last = wish.blocked_in(room)
    return booking.blocked_from < last and booking.blocked_until > first


def _fits(room: Room, people: int | None) -> bool:
    return people is None or room.capacity is None or room.capacity >= people


def _at(wish: Wish, start: datetime) -> Wish:
    return replace(wish, starts_at=start, ends_at=start + (wish.ends_at - wish.starts_at))


def _quarter(moment: datetime, *, up: bool) -> datetime:
    over = timedelta(seconds=moment.astimezone(UTC).timestamp() % QUARTER.total_seconds())
    if not over:
        return moment
    return moment - over + (QUARTER if up else timedelta())
