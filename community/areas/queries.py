"""Every select of the working area."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.areas.area import Area
from community.areas.fictional import FICTIONAL
from community.areas.models import Stage, WorkingArea


def area(session: Session, library_id: int) -> Area:
    """Who live around this library; a fictional area as long as it has not said."""
    standing = find(session, library_id, Stage.STANDING)
    return standing.area if standing else FICTIONAL


def find(session: Session, library_id: int, stage: Stage) -> WorkingArea | None:
    return session.get(WorkingArea, (library_id, stage))
