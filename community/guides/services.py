"""When somebody has seen enough of the tour."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person


def end_tour(session: Session, person_id: int, *, now: datetime) -> None:
    """Offer this person the tour no more; a second time changes nothing."""
    person = session.get_one(Person, person_id)
    person.toured_at = person.toured_at or now
