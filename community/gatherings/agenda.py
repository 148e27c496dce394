"""The agenda as it is laid out: gatherings put under days, weeks and months. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from community.clock import local_day
from community.gatherings.filters import Period, month_of, week_of
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Gathering
from community.web.formats import spans_days

#: As many titles as a day of a month has room for; the rest is counted.
TITLES_IN_A_DAY = 4


class Seats(StrEnum):
    """What somebody who wants to come should know first."""

    CANCELLED = "cancelled"
    OVER = "over"
    WALK_IN = "walk_in"
    ELSEWHERE = "elsewhere"
    INVITATION = "invitation"
    NOT_YET = "not_yet"  #: Signing up begins later.
    CLOSED = "closed"  #: Signing up has ended.
    FREE = "free"
    WAITING_LIST = "waiting_list"
    FULL = "full"

    @property
    def has_fixed_seats(self) -> bool:
        """Whether how full it is says anything; the desk sees it also when nobody can join."""
        return self not in {Seats.WALK_IN, Seats.ELSEWHERE}

    @property
    def draws_seats(self) -> bool:
        """A free seat drawn means that you can join: where you cannot, none is drawn."""
        return self in {Seats.FREE, Seats.NOT_YET, Seats.WAITING_LIST, Seats.FULL}


_WITHOUT_SEATS = {SignUpMode.NONE: Seats.WALK_IN, SignUpMode.ELSEWHERE: Seats.ELSEWHERE}


def seats_of(gathering: Gathering, now: datetime) -> Seats:
    """The one state of a gathering, as lists and its own page say it."""
    if gathering.is_cancelled:
        return Seats.CANCELLED
    if gathering.is_over(now):
        return Seats.OVER
    if gathering.sign_up_mode in _WITHOUT_SEATS:
        return _WITHOUT_SEATS[gathering.sign_up_mode]
    if gathering.sign_up_opens_at and now < gathering.sign_up_opens_at:
        return Seats.NOT_YET
    if not gathering.sign_up_is_open(now):
        return Seats.CLOSED
    if gathering.is_full:
        return Seats.WAITING_LIST if gathering.has_waiting_list else Seats.FULL
    return Seats.INVITATION if gathering.sign_up_mode is SignUpMode.INVITATION else Seats.FREE


@dataclass(frozen=True, slots=True)
class Entry:
    gathering: Gathering
    #: It began on an earlier day and still goes on: its hour of beginning says nothing here.
    goes_on: bool = False


@dataclass(slots=True)
class Day:
    day: date
    entries: list[Entry] = field(default_factory=list)
    #: In a month: a day of the month before or after, there to fill the week.
    is_outside: bool = False

    @property
    def titles(self) -> list[Entry]:
        return self.entries[:TITLES_IN_A_DAY]

    @property
    def others(self) -> int:
        return len(self.entries) - len(self.titles)


def by_day(gatherings: Iterable[Gathering], period: Period) -> list[Day]:
    """Days with something in them, in order; what already goes on stands under the first day."""
    days: dict[date, Day] = {}
    for gathering in gatherings:
        begins = local_day(gathering.starts_at)
        shown = max(begins, period.first)
        day = days.setdefault(shown, Day(shown))
        day.entries.append(Entry(gathering, goes_on=shown > begins))
    return [days[day] for day in sorted(days)]


def week(gatherings: Iterable[Gathering], day: date) -> list[Day]:
    """The seven days of a week, empty ones too."""
    period = week_of(day)
    filled = {found.day: found for found in by_day(gatherings, period)}
    return [filled.get(each, Day(each)) for each in _days(period)]


def month(gatherings: Iterable[Gathering], day: date) -> list[list[Day]]:
    """Whole weeks around a month; what lasts several days stands in each of them."""
    period = month_of(day)
    assert period.last is not None  # noqa: S101  (a month has an end)
    whole = Period(week_of(period.first).first, week_of(period.last).last)
    days = [Day(each, is_outside=each.month != period.first.month) for each in _days(whole)]
    inside = {found.day: found for found in days if not found.is_outside}
    for gathering in gatherings:
        for each in _lasts(gathering, period):
            begins = local_day(gathering.starts_at)
            inside[each].entries.append(Entry(gathering, goes_on=each > begins))
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _lasts(gathering: Gathering, period: Period) -> Sequence[date]:
    """The days of a period on which it takes place; the small hours belong to the evening."""
    first = local_day(gathering.starts_at)
    ends = spans_days(gathering.starts_at, gathering.ends_at)
    last = local_day(gathering.ends_at) if ends else first
    return _days(Period(max(first, period.first), min(last, period.last or last)))


def _days(period: Period) -> list[date]:
    assert period.last is not None  # noqa: S101
    count = (period.last - period.first).days + 1
    return [period.first + timedelta(days=number) for number in range(max(0, count))]
