"""Writing down who looked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from community.access_log import queries
from community.access_log.models import AccessRead, Look
from community.db import insert_once_later


def not_noted(session: Session, look: Look, *, now: datetime) -> Collection[int | None]:
    """Of whom it does not stand yet that they were looked at in this hour; None for a list."""
    wanted: frozenset[int | None] = look.people or frozenset({None})
    return wanted - queries.list_noted(session, look, _hour(now))


def note(session: Session, look: Look, of: Collection[int | None], *, now: datetime) -> None:
    """Once an hour for each; of two that come at once, one counts."""
    for person_id in of:
        insert_once_later(
            session,
            AccessRead,
            library_id=look.library_id,
            reader_id=look.reader_id,
            role=look.role,
            what=look.what,
            person_id=person_id,
            gathering_id=look.gathering_id,
            read_at=now,
            hour=_hour(now),
        )


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
