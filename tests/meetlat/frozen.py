"""A log for a meting, and metingen as rows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import from_local
from community.db import transaction
from community.libraries.models import Library
from community.meetlat.engine.aggregates import Aggregates, Period
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import LATEST, standard
from community.meetlat.engine.stored import dump, pack
from community.meetlat.models import Meting
from tests.factories import saved, the_library
from tests.meetlat.counts import a_library as counts_of_a_library

#: The last day of a quarter, and a moment at which its figures are filled in.
UNTIL = date(2026, 3, 31)
AFTERWARDS = from_local(date(2026, 4, 20), time(3))


def something_took_place(
    library: Library | None = None, day: date = UNTIL - timedelta(days=20), heads: int = 14
) -> Activity:
    """As the log tells of it when it was rounded off."""
    at = from_local(day, time(16))
    details = {
        "kind": "dialogue", "conversational": True, "core_function": "meeting",
        "mode": "physical", "audience": "everyone", "initiator": "library", "estimated": False,
        "duration": 90, "series_id": None, "partners": [], "teams": [], "pulse": "none",
        "tally": "none",
    }  # fmt: skip
    return saved(
        Activity(
            library_id=(library or the_library()).id, verb=Verb.GATHERING_CLOSED,
            happened_at=at, recorded_at=at, gathering_id=day.toordinal(), branch_id=1,
            quantity=heads, details=details,
        )
    )  # fmt: skip


def a_year_until(until: date) -> Period:
    return Period(date(until.year - 1, until.month, until.day) + timedelta(days=1), until)


def a_meting(
    until: date = UNTIL,
    counts: Aggregates | None = None,
    library: Library | None = None,
    standard_of: str = LATEST,
    **fields: Any,
) -> Meting:
    """Frozen a fortnight later, by itself, of these counts."""
    if counts is None:
        counts = counts_of_a_library(period=a_year_until(until))
    given: dict[str, object] = {
        "frozen_at": from_local(until + timedelta(days=15), time(3)),
        "by_itself": True,
        "version": standard_of,
        "inputs": pack(counts),
        "result": dump(score(counts, standard(standard_of))),
        **fields,
    }
    return saved(Meting(library_id=(library or the_library()).id, until=until, **given))


def correct(row: Activity, heads: int, at: datetime) -> None:
    """Another number, long after."""
    with transaction() as tx:
        tx.add(
            Activity(
                library_id=row.library_id, verb=row.verb, happened_at=row.happened_at,
                recorded_at=at, gathering_id=row.gathering_id, branch_id=row.branch_id,
                quantity=heads, corrects_id=row.id, details=row.details,
            )
        )  # fmt: skip
