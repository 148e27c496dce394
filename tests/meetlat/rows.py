"""Rows as the log tells them, with what a test does not care about filled in."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta

from community.clock import from_local
from community.meetlat.engine.told import Row

_numbers = itertools.count(1)


def moment(day: date, hour: int = 16) -> datetime:
    return from_local(day, time(hour))


def row(happened_at: datetime, **fields: object) -> Row:
    given = {"recorded_at": happened_at, "id": next(_numbers), **fields}
    return Row(happened_at=happened_at, **given)


def closed(
    gathering_id: int,
    day: date,
    *,
    ends: int = 16,
    minutes: int = 90,
    heads: int = 10,
    branch_id: int | None = 1,
    recorded_at: datetime | None = None,
    corrects_id: int | None = None,
    **details: object,
) -> Row:
    """An activity that ended at four and took an hour and a half."""
    ended = moment(day, ends)
    facts = {
        "kind": "conversation", "conversational": True, "core_function": "meeting",
        "mode": "physical", "audience": "everyone", "initiator": "library", "estimated": False,
        "duration": minutes, "series_id": None, "partners": [], "teams": [], "pulse": "none",
        "tally": "none",
    }  # fmt: skip
    return row(
        ended,
        recorded_at=recorded_at or ended + timedelta(hours=1),
        gathering_id=gathering_id,
        branch_id=branch_id,
        quantity=heads,
        corrects_id=corrects_id,
        details=facts | details,
    )
