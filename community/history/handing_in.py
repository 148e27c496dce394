"""A list that was handed in at the desk: from waiting to done, or to what is wrong in it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.history import queries
from community.history.models import PastImport, State
from community.history.services import Outcome
from community.history.taking_in import Report
from community.lists import Flaw

#: Who works on a list says at least this often that they still do.
LEASE = timedelta(minutes=10)

#: Which of the two lists a flaw is in.
GATHERINGS, CHECK_INS = "gatherings", "check_ins"


def hand_in(
    session: Session,
    library_id: int,
    name: str,
    *,
    has_check_ins: bool,
    skips_errors: bool,
    by_id: int,
    now: datetime,
) -> PastImport:
    """It waits until somebody takes it up; its files lie under its number."""
    handed = PastImport(
        library_id=library_id,
        made_by_id=by_id,
        name=name[:120],
        has_check_ins=has_check_ins,
        skips_errors=skips_errors,
        made_at=now,
    )
    session.add(handed)
    session.flush()
    return handed


def take_up(session: Session, *, now: datetime) -> PastImport | None:
    """The next list to take in, which is ours as long as we say so."""
    number = queries.find_due(session, now=now)
    if number is None:
        return None
    handed = session.get(PastImport, number, with_for_update=True, populate_existing=True)
    if handed is None or handed.is_finished or (handed.leased_until or now) > now:
        return None
    handed.state, handed.leased_until = State.CHECKING, now + LEASE
    return handed


def tell(
    session: Session, import_id: int, done: int, total: int, outcome: Outcome, *, now: datetime
) -> None:
    """How far it is, in the transaction of the part that is in."""
    handed = session.get_one(PastImport, import_id)
    handed.state, handed.leased_until = State.WRITING, now + LEASE
    handed.done, handed.total, handed.outcome = done, total, asdict(outcome)


def finish(session: Session, import_id: int, report: Report, *, now: datetime) -> None:
    """Done, or refused for what is wrong in it; the first of that is kept."""
    handed = session.get_one(PastImport, import_id)
    handed.state = State.REFUSED if report.refused else State.DONE
    handed.finished_at, handed.total = now, report.total
    handed.outcome = asdict(report.outcome)
    handed.flaw_count = report.flaw_count
    handed.flaws = [
        *(_kept(GATHERINGS, flaw) for flaw in report.flaws.kept),
        *(_kept(CHECK_INS, flaw) for flaw in report.check_in_flaws.kept),
    ]


def refuse(session: Session, import_id: int, why: DomainError, *, now: datetime) -> None:
    """It is no such list at all."""
    handed = session.get_one(PastImport, import_id)
    handed.state, handed.finished_at, handed.flaw_count = State.REFUSED, now, 1
    handed.flaws = [["", 0, "", why.message, dict(why.values)]]


def stumble(session: Session, import_id: int, *, now: datetime) -> None:
    handed = session.get_one(PastImport, import_id)
    handed.state, handed.finished_at = State.BROKEN, now


def flaws_of(handed: PastImport) -> list[tuple[str, Flaw]]:
    return [(which, Flaw(*rest)) for which, *rest in handed.flaws]


def _kept(which: str, flaw: Flaw) -> list[Any]:
    return [which, flaw.line, flaw.column, flaw.message, dict(flaw.values)]
