"""Time at the edges: one zone for every library, aware UTC everywhere inside."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Amsterdam")


class NoSuchLocalTime(ValueError):
    """The clock skips this time, in the night that summer begins."""


def now() -> datetime:
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The wall-clock time of an aware `moment`."""
    return moment.astimezone(LOCAL)


def from_local(day: date, at: time) -> datetime:
    """The moment of a wall-clock time; of the double hour in October, the first one."""
    naive = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    moment = naive.replace(tzinfo=LOCAL).astimezone(UTC)
    if moment.astimezone(LOCAL).replace(tzinfo=None) != naive:
        raise NoSuchLocalTime(f"{naive:%Y-%m-%d %H:%M}")
    return moment


def local_day(moment: datetime) -> date:
    return local(moment).date()


def start_of_day(day: date) -> datetime:
    """Midnight as it is lived in the Netherlands, as a moment in UTC."""
    return from_local(day, time())


def end_of_day(day: date) -> datetime:
    return start_of_day(day + timedelta(days=1))
