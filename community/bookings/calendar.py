"""The calendar of the rooms of a branch: days under each other, rooms beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from community.bookings.queries import Booked
from community.clock import end_of_day, local_day, start_of_day
from community.libraries.models import Room

#: As many rooms as stand beside each other on a sheet of paper; more begin a new table.
ROOMS_ABREAST = 7
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week, or a month."""

    first: date
    days: int
    is_month: bool = False

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    @property
    def begins(self) -> datetime:
        return start_of_day(self.first)

    @property
    def ends(self) -> datetime:
        return end_of_day(self.last)

    @property
    def before(self) -> Stretch:
        day = self.first - timedelta(days=1)
        return month_of(day) if self.is_month else week_of(day)

    @property
    def after(self) -> Stretch:
        day = self.last + timedelta(days=1)
        return month_of(day) if self.is_month else week_of(day)

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=ahead) for ahead in range(self.days))

    @property
    def query(self) -> dict[str, Any]:
        """How an address asks for it."""
        if self.is_month:
            return {"maand": f"{self.first:%Y-%m}"}
        return {"week": f"{self.first:%Y-%m-%d}"}


def week_of(day: date) -> Stretch:
    return Stretch(day - timedelta(days=day.weekday()), 7)


def month_of(day: date) -> Stretch:
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return Stretch(first, (after - first).days, is_month=True)


def asked_for(week: str, month: str, today: date) -> Stretch:
    """The week or month that an address asks for; what nobody understands is this week."""
    for typed, stretch in ((week, week_of), (f"{month}-01", month_of)):
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            continue
        if day.year in YEARS:
            return stretch(day)
    return week_of(today)


@dataclass(frozen=True, slots=True)
class Grid:
    """What is in these rooms, by day and room; several grids when there are many rooms."""

    rooms: Sequence[Room]
    days: Sequence[tuple[date, Sequence[Sequence[Shown]]]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A booking in words, ready for a cell: a month of many rooms has more than a thousand."""

    when: str
    what: str
    page: str | None
    whose: str
    around: str


def grids(
    rooms: Sequence[Room],
    bookings: Iterable[Booked],
    stretch: Stretch,
    words: Callable[[Booked], Shown],
) -> list[Grid]:
    """Every booking on every day that it keeps its room taken."""
    cells: dict[tuple[date, int], list[Shown]] = defaultdict(list)
    for booked in bookings:
        first = max(local_day(booked.blocked_from), stretch.first)
        last = min(local_day(booked.blocked_until - timedelta.resolution), stretch.last)
        shown = words(booked)
        for ahead in range((last - first).days + 1):
            cells[first + timedelta(days=ahead), booked.room_id].append(shown)
    abreast = [rooms[n : n + ROOMS_ABREAST] for n in range(0, len(rooms), ROOMS_ABREAST)]
    return [
        Grid(some, [(day, [cells.get((day, room.id), []) for room in some]) for day in stretch])
        for some in abreast
    ]
