"""Putting a suggestion aside, and taking that back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.db import insert_once
from community.suggestions.models import NotForMe


def put_aside(
    session: Session, library_id: int, gathering_id: int, person_id: int, *, now: datetime
) -> None:
    """Never suggest it to this person again, nor this person for it. Twice is once."""
    insert_once(
        session,
        NotForMe,
        library_id=library_id,
        person_id=person_id,
        gathering_id=gathering_id,
        since=now,
    )


def take_back(session: Session, library_id: int, gathering_id: int, person_id: int) -> None:
    """I pressed too soon. Twice is once."""
    session.execute(
        delete(NotForMe).where(
            NotForMe.library_id == library_id,
            NotForMe.person_id == person_id,
            NotForMe.gathering_id == gathering_id,
        )
    )
