"""How long reports and decisions are kept. The privacy page says the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, and_, delete, not_, update
from sqlalchemy.orm import Session

from community.moderation.models import KEPT, Case, Report, Swept, Verdict, Why


def forget_what_is_past(session: Session, *, now: datetime) -> int:
    """Reports and decisions of two years ago; the number of rows. Twice changes nothing.

    That a first one was let through stays, without who said so: its person is no longer new.
    """
    before = now - KEPT
    a_yes = and_(Case.why == Why.FIRST, Case.verdict == Verdict.ALLOWED)
    past = Case.decided_at < before
    return sum(
        _done(session, statement)
        for statement in (
            delete(Report).where(Report.reported_at < before),
            delete(Swept).where(Swept.swept_at < before),
            delete(Case).where(past, not_(a_yes)),
            update(Case)
            .where(past, a_yes, Case.decided_by_id.is_not(None))
            .values(decided_by_id=None),
        )
    )


def _done(session: Session, statement: Delete | Update) -> int:
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount
