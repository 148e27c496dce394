"""Opening a case: what waits for a librarian, and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.moderation import queries
from community.moderation.models import Case, Why


def ask_for_a_look(
    session: Session,
    library_id: int,
    kind: str,
    subject_id: int,
    *,
    author_id: int,
    now: datetime,
) -> Case:
    """A first of somebody waits; asking again while it waits opens nothing new."""
    waiting = queries.find_open_case(session, library_id, kind, subject_id)
    if waiting is not None:
        return waiting
    case = Case(
        library_id=library_id,
        subject_kind=kind,
        subject_id=subject_id,
        author_id=author_id,
        why=Why.FIRST,
        opened_at=now,
    )
    session.add(case)
    session.flush()
    return case
