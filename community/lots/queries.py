"""What a library asks, and where."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.gatherings.models import Gathering
from community.lots.drawing import asked
from community.lots.models import Asked, Instrument, Sampling


def find(session: Session, library_id: int) -> Sampling | None:
    return session.scalars(select(Sampling).where(Sampling.library_id == library_id)).one_or_none()


def lock(session: Session, library_id: int) -> Sampling:
    return session.scalars(
        select(Sampling).where(Sampling.library_id == library_id).with_for_update(),
        execution_options={"populate_existing": True},
    ).one()


def is_asked(session: Session, gathering: Gathering, instrument: Instrument) -> Asked:
    """Whether people are asked at this gathering, as the library does it now."""
    return asked(find(session, gathering.library_id), instrument, gathering)
