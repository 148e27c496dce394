"""What is different: between two ways to fill in a gathering, and between a date and its series.

A date is "changed by hand" when it is not what its pattern says. Nothing has to be remembered for
that, so whichever page it was changed on, it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from community.clock import NoSuchLocalTime
from community.gatherings.drafts import GatheringDraft, completed, draft_of
from community.series.models import Series, SeriesDate
from community.series.pattern import draft_on
from community.series.rule import span


def differing(one: GatheringDraft, other: GatheringDraft) -> set[str]:
    """The fields of which the two say something else, with what follows from the kind filled in."""
    first, second = completed(one), completed(other)
    return {
        each.name
        for each in fields(GatheringDraft)
        if getattr(first, each.name) != getattr(second, each.name)
    }


def as_planned(series: Series, row: SeriesDate) -> GatheringDraft | None:
    """What the series says of a date; None when its time does not exist that day."""
    return draft_by(series.pattern, series, row)


def draft_by(pattern: Mapping[str, Any], series: Series, row: SeriesDate) -> GatheringDraft | None:
    try:
        starts_at, ends_at = span(series.rule, row.on_date)
    except NoSuchLocalTime:
        return None
    return draft_on(pattern, starts_at, ends_at)


def differs(series: Series, row: SeriesDate) -> set[str]:
    """In which fields a date was changed by hand."""
    planned = as_planned(series, row)
    if row.gathering is None or planned is None:
        return set()
    return differing(draft_of(row.gathering), planned)
