"""What is read of the log of looking."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.access_log.models import AccessRead, Look


def list_noted(session: Session, look: Look, hour: datetime) -> set[int | None]:
    """Of which of its people this look stands in this hour; None: its list does."""
    of = (
        AccessRead.person_id.in_(look.people)
        if look.people
        else AccessRead.person_id.is_(None)
        & AccessRead.gathering_id.is_not_distinct_from(look.gathering_id)
    )
    return set(
        session.scalars(
            select(AccessRead.person_id).where(
                AccessRead.library_id == look.library_id,
                AccessRead.reader_id == look.reader_id,
                AccessRead.what == look.what,
                AccessRead.hour == hour,
                of,
            )
        )
    )
