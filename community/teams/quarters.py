"""Quarters of a year, as days on the calendar and as moments. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from community.clock import local_day, start_of_day


def quarter_of(day: date) -> date:
    """The first day of the quarter that a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_before(now: datetime) -> date:
    """The first day of the last quarter that is over."""
    return quarter_of(quarter_of(local_day(now)) - timedelta(days=1))


def bounds(quarter: date) -> tuple[datetime, datetime]:
    """The moments at which a quarter begins, and at which the next one does."""
    following = quarter_of(quarter + timedelta(days=100))
    return start_of_day(quarter), start_of_day(following)
