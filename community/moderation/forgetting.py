"""How long reports and decisions are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, not_, update
from sqlalchemy.orm import Session

from community.db import changed_rows
from community.keeping.rules import Rule, Words, keep
from community.moderation import numbers
from community.moderation.models import KEPT, Case, Report, Swept, Verdict, Why
from community.words import N_


def forget_what_is_past(session: Session, now: datetime) -> int:
    """Reports and decisions of two years ago; the number of rows. Twice changes nothing.

    That a first one was let through stays, without who said so: its person is no longer new. What a
    year came to is written down first.
    """
    numbers.freeze(session, now)
    before = now - KEPT
    a_yes = and_(Case.why == Why.FIRST, Case.verdict == Verdict.ALLOWED)
    past = Case.decided_at < before
    return sum(
        changed_rows(session, statement)
        for statement in (
            delete(Report).where(Report.reported_at < before),
            delete(Swept).where(Swept.swept_at < before),
            delete(Case).where(past, not_(a_yes)),
            update(Case)
            .where(past, a_yes, Case.decided_by_id.is_not(None))
            .values(decided_by_id=None),
        )
    )


RULE = Rule(
    name="moderation.decisions",
    order=70,
    words=Words(
        what=N_("What a librarian decided about something you wrote, and what you reported"),
        why=N_("To keep the house rules. We tell nobody who reported what."),
        how_long=N_("%(kept)s."),
    ),
    periods={"kept": KEPT},
    forget=forget_what_is_past,
)


def register(_app: object) -> None:
    keep(RULE)
