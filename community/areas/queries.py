"""Every select of the working area."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.areas.area import Area
from community.areas.fictional import FICTIONAL
from community.areas.models import Stage, WorkingArea
from community.libraries.models import Library


def area(session: Session, library_id: int) -> Area:
    """Who live around this library; a fictional area as long as it has not said."""
    standing = find(session, library_id, Stage.STANDING)
    return standing.area if standing else FICTIONAL


def find(session: Session, library_id: int, stage: Stage) -> WorkingArea | None:
    return session.get(WorkingArea, (library_id, stage))


def lock(session: Session, library_id: int) -> None:
    """One change of the area at a time; keeps nobody from anything else."""
    session.execute(
        select(Library.id).where(Library.id == library_id).with_for_update(key_share=True)
    )
