"""A series as it stands after the fact: rows, not verbs."""

from __future__ import annotations

from datetime import date, time

from community.clock import local_day, now
from community.gatherings.drafts import draft_of
from community.gatherings.models import Gathering
from community.libraries.models import Library
from community.series.models import ClosedPeriod, Series, SeriesDate
from community.series.pattern import pattern_of
from community.series.rule import PeriodKind, Rule
from tests.factories import saved


def a_series_of(gathering: Gathering) -> Series:
    """The gathering as the only date, so far, of something that comes back every week."""
    day = local_day(gathering.starts_at)
    series = Series(
        library_id=gathering.library_id,
        pattern=pattern_of(draft_of(gathering)),
        created_at=now(),
    )
    series.rule = Rule(
        first=day, starts=time(14), ends=time(16), weekdays=frozenset({day.weekday()})
    )
    saved(series)
    saved(
        SeriesDate(
            library_id=gathering.library_id,
            series_id=series.id,
            on_date=day,
            gathering_id=gathering.id,
        )
    )
    return series


def a_closed_period(library: Library, **fields: object) -> ClosedPeriod:
    given = {
        "kind": PeriodKind.HOLIDAY,
        "name": "Kerstvakantie",
        "first_day": date(2026, 12, 19),
        "last_day": date(2027, 1, 3),
        **fields,
    }
    return saved(ClosedPeriod(library_id=library.id, **given))
