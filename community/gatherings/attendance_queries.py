"""What is read of attendance: one row at the door, and how many people there are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.gatherings.models import Attendance

#: Under the gathering's lock: what another tablet wrote a moment ago is read again.
_FRESH = {"populate_existing": True}


def count_present(session: Session, library_id: int, gathering_id: int) -> int:
    """How many people were noted as present and not taken back."""
    return session.scalars(
        select(func.coalesce(func.sum(Attendance.people), 0)).where(
            Attendance.library_id == library_id,
            Attendance.gathering_id == gathering_id,
            Attendance.undone_at.is_(None),
        )
    ).one()


def list_walk_ins(session: Session, library_id: int, gathering_id: int) -> Sequence[Attendance]:
    """Who is here without having signed up, first come first."""
    return session.scalars(
        select(Attendance)
        .where(
            Attendance.library_id == library_id,
            Attendance.gathering_id == gathering_id,
            Attendance.sign_up_id.is_(None),
            Attendance.undone_at.is_(None),
        )
        .order_by(Attendance.checked_in_at, Attendance.id)
    ).all()


def find_of_sign_up(session: Session, sign_up_id: int) -> Attendance | None:
    return session.scalars(
        select(Attendance).where(Attendance.sign_up_id == sign_up_id), execution_options=_FRESH
    ).one_or_none()


def find_walk_in(session: Session, gathering_id: int, key: str) -> Attendance | None:
    return session.scalars(
        select(Attendance).where(Attendance.gathering_id == gathering_id, Attendance.key == key),
        execution_options=_FRESH,
    ).one_or_none()
