"""The same again: a new gathering from last month's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from community.clock import LOCAL, NoSuchLocalTime, from_local, local, local_day
from community.gatherings.drafts import GatheringDraft, draft_of
from community.gatherings.models import Gathering


def copy_of(gathering: Gathering, *, now: datetime) -> GatheringDraft:
    """The same again a month later: everything but the date, and nobody has signed up."""
    again = same_weekday_next_month(gathering.starts_at, now=now)
    return replace(
        draft_of(gathering),
        starts_at=again,
        ends_at=_as_long(gathering, again),
        sign_up_opens_at=None,
        sign_up_closes_at=None,
    )


def same_weekday_next_month(start: datetime, *, now: datetime) -> datetime:
    """The first Tuesday becomes the next first Tuesday to come, at the same time on the clock.

    A fifth Tuesday becomes the last one; a time that the clock skips that day, a week later.
    """
    day, at = local_day(start), local(start).time()
    nth = (day.day - 1) // 7
    month = max(day.replace(day=1), local_day(now).replace(day=1) - timedelta(days=1))
    while True:
        month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
        candidate = _nth_weekday(month, day.weekday(), nth)
        try:
            moment = from_local(candidate, at)
        except NoSuchLocalTime:
            moment = from_local(candidate + timedelta(days=7), at)
        if moment > now:
            return moment


def _nth_weekday(month: date, weekday: int, nth: int) -> date:
    first = month + timedelta(days=(weekday - month.weekday()) % 7)
    day = first + timedelta(weeks=nth)
    return day if day.month == month.month else day - timedelta(weeks=1)


def _as_long(gathering: Gathering, start: datetime) -> datetime:
    """An end as far on the clock as it was, also when the clock changes in between."""
    on_the_clock = local(gathering.ends_at).replace(tzinfo=None) - local(
        gathering.starts_at
    ).replace(tzinfo=None)
    end = local(start).replace(tzinfo=None) + on_the_clock
    moment = end.replace(tzinfo=LOCAL).astimezone(start.tzinfo)
    return moment if moment > start else start + (gathering.ends_at - gathering.starts_at)
