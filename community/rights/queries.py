"""What is read about erasing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Person


def list_erased(session: Session) -> list[tuple[int, datetime]]:
    """Everybody who was erased: number and moment."""
    rows = session.execute(
        select(Person.id, Person.erased_at)
        .where(Person.erased_at.is_not(None))
        .order_by(Person.erased_at)
    )
    return [(number, at) for number, at in rows if at is not None]


def was_there(session: Session, person_id: int, at: datetime) -> bool:
    """Whether this number was somebody's at that moment who is not erased.

    After an older copy was put back, numbers are given out again: who came later is another.
    """
    return (
        session.scalar(
            select(Person.id).where(
                Person.id == person_id, Person.created_at <= at, Person.erased_at.is_(None)
            )
        )
        is not None
    )
