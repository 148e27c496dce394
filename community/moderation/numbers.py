"""What moderation came to in a year, as the Digital Services Act asks of who shows others' words.

Counted from reports and decisions as long as they are kept, then read from the row of that year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy.orm import Session

from community.clock import local_day, start_of_day
from community.db import insert_once
from community.moderation import number_queries as queries
from community.moderation.models import APPEAL_WITHIN, HouseRule, Why, YearOfDecisions

#: A count below this says no more than that: whose it is could be known.
SMALL = 5
#: After the year, and as long as somebody can object and hear what becomes of it.
SETTLED = APPEAL_WITHIN + timedelta(days=14)

#: How each kind of number is called in the row of a year; never renamed.
REPORTED, DECIDED, CAME, APPEALED = "reported", "decided", "came", "appealed"
HIDDEN = "hidden"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Numbers:
    """`reported:respect`, `decided:refused`, `came:report`, `hidden`, `appealed:allowed` …"""

    counts: Mapping[str, int]
    median_hours: int | None
    is_frozen: bool = False

    def of(self, kind: str, what: str = "") -> int:
        return self.counts.get(f"{kind}:{what}" if what else kind, 0)


def of_year(session: Session, library_id: int, year: int) -> Numbers:
    stands = queries.find_year(session, library_id, year)
    if stands is not None:
        return Numbers(stands.counts, stands.median_hours, is_frozen=True)
    return _counted(session, library_id, year)


def freeze(session: Session, now: datetime) -> None:
    """Write down every year that is settled and still counted. Twice changes nothing."""
    last = local_day(now - SETTLED).year - 1
    for library_id, year in queries.list_years_with_something(session, until=_span(last)[1]):
        if queries.find_year(session, library_id, year) is None:
            said = _counted(session, library_id, year)
            insert_once(
                session, YearOfDecisions, library_id=library_id, year=year,
                counts=dict(said.counts), median_hours=said.median_hours, frozen_at=now,
            )  # fmt: skip


def is_kept(session: Session, library_id: int, year: int, *, now: datetime) -> bool:
    """Whether there is anything to say of that year: it began, and the library was there."""
    return queries.began_in(session, library_id) <= year <= local_day(now).year


def _span(year: int) -> tuple[datetime, datetime]:
    return start_of_day(date(year, 1, 1)), start_of_day(date(year + 1, 1, 1))


def _counted(session: Session, library_id: int, year: int) -> Numbers:
    span = _span(year)
    counts: Counter[str] = Counter()
    for rule, number in queries.count_reports(session, library_id, span):
        counts[f"{REPORTED}:{HouseRule(rule)}"] += number
    hours = []
    for case in queries.list_decided(session, library_id, span):
        if case.verdict is None or case.decided_at is None:
            continue  # Never: only what was decided is asked for.
        kind = APPEALED if case.why is Why.APPEAL else DECIDED
        counts[f"{kind}:{case.verdict}"] += 1
        if kind is DECIDED:
            counts[f"{CAME}:{case.why}"] += 1
            hours.append((case.decided_at - case.opened_at) / timedelta(hours=1))
    counts[HIDDEN] = queries.count_hidden(session, library_id, span)
    counts[f"{APPEALED}:{OPEN}"] = queries.count_appeals_open_after(session, library_id, span)
    return Numbers(
        {name: number for name, number in sorted(counts.items()) if number},
        round(median(hours)) if hours else None,
    )
