"""Who hears what was decided: by mail, or else by telephone, and then they stay on a list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.errors import NotFound
from community.moderation import queries, subjects
from community.moderation.models import Case, Verdict, Why
from community.outbox.services import owe

TO_AUTHOR = "moderation/decided"
TO_REPORTER = "moderation/outcome"


def tell(session: Session, case: Case, *, now: datetime) -> None:
    """Owe everybody concerned a mail about what was just decided."""
    if not author_hears(case) or _mailed(session, case, case.author, TO_AUTHOR, now):
        case.told_at = now
    tell_reporters(session, case, now=now)


def tell_reporters(session: Session, case: Case, *, now: datetime) -> None:
    """What became of it, for who reported it; also before, when that is no longer so."""
    for report in case.reports:
        if report.reporter is None or _mailed(session, case, report.reporter, TO_REPORTER, now):
            report.told_at = now
    for reporter in _reporters_overruled(case):
        _mailed(session, case, reporter, TO_REPORTER, now)


def author_hears(case: Case) -> bool:
    """Not of what they took away themselves, nor twice of the same yes."""
    if case.author is None or case.verdict is Verdict.WITHDRAWN:
        return False
    if case.verdict is Verdict.REFUSED or case.why in {Why.REPORT, Why.APPEAL}:
        return True
    if case.why is Why.FIRST:
        subject = subjects.find(case.subject_kind)
        return subject is None or not subject.tells_yes
    return case.appealed is not None and case.appealed.verdict is Verdict.REFUSED


def author_was_called(session: Session, library_id: int, case_id: int, *, now: datetime) -> Case:
    """Its author heard it by telephone. Saying so twice changes nothing."""
    case = queries.get(session, library_id, case_id)
    if case.verdict is None:
        raise NotFound
    case.told_at = case.told_at or now
    return case


def reporter_was_called(
    session: Session, library_id: int, report_id: int, *, now: datetime
) -> Person | None:
    """A reporter heard by telephone what became of it."""
    report = queries.get_report(session, library_id, report_id)
    if report.case.verdict is None:
        raise NotFound
    report.told_at = report.told_at or now
    return report.reporter


def _reporters_overruled(case: Case) -> list[Person | None]:
    """Who reported it before, when what they were told is no longer so."""
    first = case.appealed
    if first is None or first.verdict is case.verdict:
        return []
    return [report.reporter for report in first.reports]


def _mailed(
    session: Session, case: Case, person: Person | None, template: str, now: datetime
) -> bool:
    """Whether a mail can tell this person; then it is owed, once a case."""
    if person is None or not person.gets_mail:
        return False
    owe(
        session,
        template,
        to=person.id,
        key=f"{template}:{case.id}:{person.id}",
        library_id=case.library_id,
        case_id=case.id,
        now=now,
    )
    return True
