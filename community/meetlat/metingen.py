"""Freezing how a library stood at the end of a quarter, and working that out again.

Reading and counting may take seconds, so nobody's turn to write is taken for it: `draw_up` reads,
`freeze` writes what came of it in a moment. Of two who freeze at once the first is kept; the
database lets nobody change a meting afterwards (`triggers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from community.clock import end_of_day, local_day
from community.db import insert_once
from community.errors import DomainError, NotFound
from community.libraries.versions import pages_changed
from community.meetlat import metingen_queries, standing
from community.meetlat.engine.aggregates import Period
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import UnknownStandard, standard
from community.meetlat.engine.stored import dump, pack, unpack
from community.meetlat.models import Meting
from community.partners.periods import Quarter, quarter_of
from community.self_assessment import queries as self_assessment
from community.self_assessment import stored
from community.words import N_

#: So long after a quarter ends its figures are still filled in: later corrections are counted and
#: told apart (MEETLAT.md, rule 8). Then the clock freezes what nobody froze before.
FILLED_IN = timedelta(days=14)
#: Keys of people are kept for 24 months, and a meting looks at twelve. After this the keys of its
#: first activities are gone, and it cannot be worked out honestly any more: it is left out.
STILL_KNOWN = timedelta(days=365)
#: Who reads a meting that was frozen longer after its quarter than this is told so.
LATE = timedelta(days=45)


class NothingTookPlace(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("The log holds nothing for these twelve months."))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A meting that has not been frozen yet."""

    library_id: int
    until: date
    version: str
    inputs: bytes
    result: bytes
    activities: int
    assessment: bytes | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What came out when a meting was worked out again from its own inputs."""

    kept: str  #: The fingerprint of what was frozen …
    again: str | None  #: … and of what comes out now; None: its meetlat is not here any more.

    @property
    def is_same(self) -> bool:
        return self.kept == self.again


def last_day(quarter: Quarter) -> date:
    return quarter.next.first_day - timedelta(days=1)


def latest_end(now: datetime) -> date:
    """The last day of the quarter that is over: what the button freezes."""
    return last_day(quarter_of(now).previous)


def next_end(now: datetime) -> date:
    """The last day of the quarter that goes on: what the next meting is of."""
    return last_day(quarter_of(now))


def is_late(meting: Meting) -> bool:
    """Frozen so long afterwards that the log had time to become another."""
    return local_day(meting.frozen_at) > meting.until + LATE


def ends_to_freeze(now: datetime) -> Sequence[date]:
    """The days that the clock freezes, the oldest first.

    One when it ran every night; of a worker that slept, each quarter that can still be worked out.
    """
    today, quarter, found = local_day(now), quarter_of(now).previous, list[date]()
    while last_day(quarter) >= today - STILL_KNOWN:
        if last_day(quarter) + FILLED_IN < today:
            found.append(last_day(quarter))
        quarter = quarter.previous
    return found[::-1]


def draw_up(session: Session, library_id: int, until: date) -> Drawn:
    """Read the log and work out what would be frozen. Writes nothing."""
    worked = standing.compute(session, library_id, until)
    return Drawn(
        library_id=library_id,
        until=until,
        version=worked.result.version,
        inputs=pack(worked.aggregates),
        result=dump(worked.result),
        activities=len(worked.aggregates.occasions),
        assessment=_own_account(session, library_id, worked.aggregates.period),
    )


def freeze(session: Session, drawn: Drawn, *, by_id: int | None, now: datetime) -> Meting:
    """Freeze it, unless a meting of that day stands already: then that one is the meting."""
    if not drawn.activities:
        raise NothingTookPlace
    insert_once(
        session,
        Meting,
        library_id=drawn.library_id,
        until=drawn.until,
        frozen_at=now,
        frozen_by_id=by_id,
        by_itself=by_id is None,
        version=drawn.version,
        inputs=drawn.inputs,
        result=drawn.result,
        assessment=drawn.assessment,
    )
    pages_changed(session, drawn.library_id)
    meting = metingen_queries.find_of(session, drawn.library_id, drawn.until)
    if meting is None:
        raise NotFound
    return meting


def reckon(meting: Meting) -> Reckoned:
    """Work a meting out again, from its own inputs by the meetlat of its own version."""
    try:
        again = dump(score(unpack(meting.inputs), standard(meting.version)))
    except UnknownStandard:
        return Reckoned(_fingerprint(meting.result), None)
    return Reckoned(_fingerprint(meting.result), _fingerprint(again))


def _own_account(session: Session, library_id: int, period: Period) -> bytes | None:
    """What colleagues said last in this year, or in the days in which its figures came in."""
    ends = end_of_day(period.until + FILLED_IN)
    outcome = self_assessment.latest_outcome(session, library_id, closed_before=ends)
    if outcome is None or outcome.closed_on < period.since:
        return None
    return stored.dump(outcome)


def _fingerprint(stored: bytes) -> str:
    return sha256(stored).hexdigest()
