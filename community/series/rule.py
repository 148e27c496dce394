"""When something comes back: a rule, and the dates that follow from it. Pure; knows no database.

A date keeps its time on the clock, whatever summer and winter do to UTC. Of the double hour in
October the first counts. In the night that summer begins an hour does not exist: a date that would
begin or end in it falls out, and says so.

"So many times" is no part of a rule: it is counted once, with the closed days known then, and kept
as the last day. A day that closes later takes a date away and puts none in its place.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from community.clock import NoSuchLocalTime, from_local

#: The nth of a rule that means the last one of the month.
LAST = -1
NTHS = (1, 2, 3, 4, LAST)
#: Once in three months is rarely enough to plan by hand.
MOST_WEEKS = 12
#: How far "so many times" may reach.
LONGEST = timedelta(days=5 * 366)
_WEEK = timedelta(weeks=1)


class PeriodKind(StrEnum):
    HOLIDAY = "holiday"  #: School holidays: what is for children, or for parents, rests.
    CLOSED = "closed"  #: Nobody is in.


class Why(StrEnum):
    """Why a date of the rule falls out."""

    HOLIDAY = "holiday"
    CLOSED = "closed"
    NO_SUCH_TIME = "no_such_time"


@dataclass(frozen=True, slots=True)
class Period:
    """Days in a row, the last one included."""

    name: str
    first: date
    last: date
    kind: PeriodKind = PeriodKind.HOLIDAY


@dataclass(frozen=True, slots=True)
class Slot:
    """A date of the rule: from when until when, or why not."""

    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    why: Why | None = None
    because: str = ""  #: The name of the period, if it is one.


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Every so many weeks on some weekdays, or a weekday that is the nth or last of its month."""

    first: date
    starts: time
    ends: time  #: Not after `starts`: on the next day.
    weekdays: frozenset[int]  #: Monday is 0.
    weeks: int | None = 1
    nth: int | None = None
    until: date | None = None  #: The last day that counts; None: it goes on.
    not_in_holidays: bool = False
    not_when_closed: bool = True

    def __post_init__(self) -> None:
        weekly = self.nth is None and self.weeks is not None and 1 <= self.weeks <= MOST_WEEKS
        monthly = self.weeks is None and self.nth in NTHS and len(self.weekdays) == 1
        if not (weekly or monthly) or not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError("this is no rule")


def days(rule: Rule, to: date) -> Iterator[date]:
    """The days that the rule names, closed or not, in order, up to and with `to`."""
    end = to if rule.until is None else min(to, rule.until)
    found = _weekly(rule, end) if rule.nth is None else _monthly(rule, end)
    return (day for day in found if rule.first <= day <= end)


def slots(rule: Rule, periods: Iterable[Period], *, since: date, to: date) -> Iterator[Slot]:
    """The dates from `since` up to and with `to`; those that fall out say why."""
    known = tuple(periods)
    return (slot_on(rule, day, known) for day in days(rule, to) if day >= since)


def slot_on(rule: Rule, day: date, periods: Iterable[Period] = ()) -> Slot:
    """What becomes of one day of the rule."""
    for period in periods:
        if period.first <= day <= period.last and _rests(rule, period):
            return Slot(day, why=Why(period.kind.value), because=period.name)
    try:
        starts_at, ends_at = span(rule, day)
    except NoSuchLocalTime:
        return Slot(day, why=Why.NO_SUCH_TIME)
    return Slot(day, starts_at, ends_at)


def span(rule: Rule, day: date) -> tuple[datetime, datetime]:
    """From when until when, on that day's clock; raises NoSuchLocalTime."""
    last = day if rule.ends > rule.starts else day + timedelta(days=1)
    return from_local(day, rule.starts), from_local(last, rule.ends)


def last_of(rule: Rule, count: int, periods: Iterable[Period]) -> date:
    """The day on which it takes place for the `count`th time, or the last within reach."""
    last = rule.first
    for slot in slots(rule, periods, since=rule.first, to=rule.first + LONGEST):
        if slot.why is None:
            last, count = slot.day, count - 1
            if count <= 0:
                break
    return last


def nth_of_month(day: date) -> int:
    """1 for the first Tuesday of a month; 5 for a fifth."""
    return (day.day - 1) // 7 + 1


def is_last_of_month(day: date) -> bool:
    return day.day + 7 > monthrange(day.year, day.month)[1]


def _rests(rule: Rule, period: Period) -> bool:
    closed = period.kind is PeriodKind.CLOSED
    return rule.not_when_closed if closed else rule.not_in_holidays


def _weekly(rule: Rule, to: date) -> Iterator[date]:
    assert rule.weeks is not None  # noqa: S101  (a rule without nth has weeks)
    monday = rule.first - timedelta(days=rule.first.weekday())
    while monday <= to:
        for weekday in sorted(rule.weekdays):
            yield monday + timedelta(days=weekday)
        monday += _WEEK * rule.weeks


def _monthly(rule: Rule, to: date) -> Iterator[date]:
    assert rule.nth is not None  # noqa: S101  (asked of a monthly rule only)
    (weekday,) = rule.weekdays
    month = rule.first.replace(day=1)
    while month <= to:
        length = monthrange(month.year, month.month)[1]
        earliest = length - 6 if rule.nth == LAST else 7 * rule.nth - 6
        start = month.replace(day=earliest)
        yield start + timedelta(days=(weekday - start.weekday()) % 7)
        month += timedelta(days=length)
