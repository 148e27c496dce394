"""Which solves there are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from community.errors import NotFound
from community.solves.models import Solve


def find_latest(session: Session, library_id: int, *, kind: str, subject_id: int) -> Solve | None:
    """The one that runs, else the last one that ended."""
    return session.scalars(
        select(Solve)
        .where(Solve.library_id == library_id, Solve.kind == kind, Solve.subject_id == subject_id)
        .order_by(Solve.ended_at.is_not(None), Solve.id.desc())
        .limit(1)
    ).one_or_none()


def get_running(session: Session, library_id: int, *, kind: str, subject_id: int) -> Solve:
    found = session.scalars(
        select(Solve).where(
            Solve.library_id == library_id,
            Solve.kind == kind,
            Solve.subject_id == subject_id,
            Solve.ended_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def get(session: Session, library_id: int, solve_id: int) -> Solve:
    found = session.scalars(
        select(Solve).where(Solve.library_id == library_id, Solve.id == solve_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether a solve waits, or was let fall by who worked on it."""
    free = or_(Solve.leased_until.is_(None), Solve.leased_until <= now)
    due = select(Solve.id).where(Solve.ended_at.is_(None), Solve.due_at <= now, free).limit(1)
    return session.scalar(due) is not None
