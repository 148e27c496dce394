"""How libraries stand, as it is kept; and which of them do not stand on a day yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from community.libraries.models import Library
from community.meetlat.models import Standing


class Counted(NamedTuple):
    """What was counted for a library, up to which day and row of the log."""

    until: date
    last_activity_id: int
    inputs: bytes


def find_counted(session: Session, library_id: int) -> Counted | None:
    found = session.execute(
        select(Standing.until, Standing.last_activity_id, Standing.inputs).where(
            Standing.library_id == library_id
        )
    ).first()
    return Counted(*found) if found else None


def list_behind(session: Session, until: date) -> Sequence[int]:
    """Libraries that do not stand on this day yet, longest ago first."""
    return session.scalars(
        select(Library.id)
        .outerjoin(Standing, Standing.library_id == Library.id)
        .where(or_(Standing.until.is_(None), Standing.until < until))
        .order_by(Standing.until.nulls_first(), Library.id)
    ).all()
