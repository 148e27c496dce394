"""Every select of the moderation room."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.moderation.models import Case


def find_open_case(session: Session, library_id: int, kind: str, subject_id: int) -> Case | None:
    return session.scalar(
        select(Case).where(
            Case.library_id == library_id,
            Case.subject_kind == kind,
            Case.subject_id == subject_id,
            Case.decided_at.is_(None),
        )
    )
