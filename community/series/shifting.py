"""Another day for a whole rule: every Tuesday becomes every Wednesday. Pure; knows no database.

Every date of the rule has one date of the new rule that it becomes, so that nothing is lost or
doubled; where that is not so (Tuesdays and Wednesdays, and the Tuesday becomes a Wednesday) there
is no such move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from community.series.rule import (
    LAST,
    LONGEST,
    NTHS,
    Rule,
    days,
    is_last_of_month,
    nth_of_month,
)

#: A date stays within a week of where it was; in a month, within that month.
MOST_DAYS = 6
#: Of what goes on for ever so much is compared.
_FAR = timedelta(days=2 * 366)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a rule becomes, and which of its days become another."""

    new: Rule
    becomes: dict[date, date]

    def day(self, day: date) -> date:
        """Where a date goes; a day that is none of the rule's, or not this weekday's, stays."""
        return self.becomes.get(day, day)


def shifted(rule: Rule, was: date, to: date) -> Shift | None:
    """The rule when its date `was` becomes `to`; None when that is no move of the whole rule."""
    moved = _in_months(rule, was, to) if rule.nth is not None else _in_weeks(rule, was, to)
    if moved is None:
        return None
    end = min(rule.until or rule.first + _FAR, rule.first + LONGEST)
    becomes = {day: moved[1](day) for day in days(rule, end)}
    if becomes.get(was) != to:
        return None
    after = sorted(becomes.values())
    new = replace(moved[0], first=after[0], until=after[-1] if rule.until else None)
    # Of what goes on, the end of the comparison may fall in the middle of a week.
    compared = len(after) if rule.until else len(after) // 2
    if list(days(new, after[-1]))[:compared] != after[:compared]:
        return None
    return Shift(new, {day: other for day, other in becomes.items() if day != other})


def from_day(rule: Rule, day: date) -> Rule:
    """The rule from that day on, every other week still in the same weeks."""
    first = next((each for each in days(rule, day + timedelta(366)) if each >= day), day)
    return replace(rule, first=first)


_Moved = tuple[Rule, Callable[[date], date]]


def _in_weeks(rule: Rule, was: date, to: date) -> _Moved | None:
    step = to - was
    same_week = was - was.weekday() * _DAY == to - to.weekday() * _DAY
    alone = len(rule.weekdays) == 1
    if (
        not 0 < abs(step.days) <= MOST_DAYS
        or to.weekday() in rule.weekdays
        or not (alone or same_week or rule.weeks == 1)
    ):
        return None
    weekdays = rule.weekdays - {was.weekday()} | {to.weekday()}

    def becomes(day: date) -> date:
        return day + step if day.weekday() == was.weekday() else day

    return replace(rule, weekdays=weekdays), becomes


def _in_months(rule: Rule, was: date, to: date) -> _Moved | None:
    if (was.year, was.month) != (to.year, to.month):
        return None
    nth = nth_of_month(to)
    if nth not in NTHS or (rule.nth == LAST and is_last_of_month(to)):
        nth = LAST
    new = replace(rule, nth=nth, weekdays=frozenset({to.weekday()}))

    def becomes(day: date) -> date:
        in_month = replace(new, first=day.replace(day=1), until=None)
        return next(days(in_month, day.replace(day=1) + timedelta(days=31)))

    return new, becomes
