"""What the log told, as plain rows: what `measuring` works on, whoever read it.

Each stream is gone through once, in any order, so a log of years passes by without being held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from community.meetlat.engine.aggregates import Period

RESIDENT = "resident"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the log, of the verbs of which there are few."""

    id: int
    happened_at: datetime
    recorded_at: datetime
    branch_id: int | None = None
    gathering_id: int | None = None
    partner_id: int | None = None
    person: str | None = None
    quantity: int = 1
    corrects_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Said(NamedTuple):
    """What somebody told of themselves at the door."""

    first_time: bool | None
    age_class: str | None
    pc4: str | None


NOTHING = Said(None, None, None)


#: Minutes before the start and after the end in which somebody checks in themselves. What is
#: noted later is a list typed over, which counts heads and no returning (O2, O5).
EARLY, LATE = 60, 60


class Came(NamedTuple):
    """How somebody came in."""

    themselves: bool
    said: Said


def came(minutes_from_start: int, duration: int, said: Said = NOTHING) -> Came:
    """`NOTHING` where nothing was said: there are many of those."""
    themselves = -EARLY <= minutes_from_start <= duration + LATE
    return Came(themselves, NOTHING if said == NOTHING else said)


class CheckIns(NamedTuple):
    """Who came to one gathering, of one mark, and was not taken off again: by column, at least one.

    A gathering comes by as often as need be. Of a million people nothing else goes quickly.
    """

    gathering_id: int
    counted_as: str  #: As the role was at that moment.
    keys: Sequence[str]  #: `NO_KEY`: erased, or without a name.
    came: Sequence[Came]


NO_KEY = ""


class Before(NamedTuple):
    """An activity of the year before the period, of which only the day still counts."""

    id: int  #: Of the row of the log that closed it.
    gathering_id: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The streams, by verb."""

    closed: Iterable[Row] = ()
    closed_before: Iterable[Before] = ()
    check_ins: Iterable[CheckIns] = ()
    #: Only those that may be late: what they undo is out of `check_ins` already.
    undone: Iterable[Row] = ()
    tallied: Iterable[Row] = ()
    answered: Iterable[Row] = ()  #: One answer to the pulse each …
    counted: Iterable[Row] = ()  #: … and what slips of paper came to.
    began: Iterable[Row] = ()
    harvested: Iterable[Row] = ()  #: Since the log began.
    took_part: Iterable[Row] = ()
    teams_disputed: Iterable[Row] = ()
    joined: Iterable[Row] = ()
    confirmed: Iterable[Row] = ()
    disputed: Iterable[Row] = ()
    contacted: Iterable[Row] = ()
    goals_agreed: Iterable[Row] = ()
    looked_back: Iterable[Row] = ()
    judged: Iterable[Row] = ()
    judgements_asked: int = 0
    #: Of whose visitors nothing but the number is kept.
    sensitive: frozenset[int] = frozenset()
    first_day: date | None = None  #: Of the first activity in the log …
    first_check_in: date | None = None  #: … and of the first check-in, whether it has a key or not.


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which days are looked at, and from how many people on something is an activity."""

    period: Period
    new_from: date  #: Who came for the first time on this day or later, is new.
    cohort: Period  #: Who came for the first time then, may have returned …
    return_days: int = 180  #: … within so many days.
    together_days: int = 180  #: Two times together lie no further apart.
    least_people: int = 0
    most_people: int = 25  #: In a larger room nobody gets to know another by it.

    @property
    def before(self) -> Period:
        """The twelve months before the period."""
        return year_until(self.period.since - timedelta(days=1))


def year_until(until: date) -> Period:
    """The twelve months that end on this day."""
    try:
        a_year_ago = until.replace(year=until.year - 1)
    except ValueError:  # 29 February
        a_year_ago = date(until.year - 1, 2, 28)
    return Period(a_year_ago + timedelta(days=1), until)


def window(until: date) -> Window:
    """As MEETLAT.md has it: the year until then, and the year that ended 180 days before."""
    period = year_until(until)
    return Window(
        period=period,
        new_from=period.since,
        cohort=year_until(until - timedelta(days=180)),
    )
