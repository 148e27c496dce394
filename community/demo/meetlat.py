"""How the demo town stands by its own log, and that its manager lets everybody see it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.meetlat import publishing, standing
from community.meetlat.models import Publicity


def work_out(session: Session, library_id: int, *, now: datetime) -> None:
    """By the services themselves, after everything else is in the log."""
    session.flush()
    worked = standing.compute(session, library_id, standing.yesterday(now))
    standing.keep(session, library_id, worked, now=now)


def show(session: Session, library_id: int, *, now: datetime) -> None:
    """The library lets everybody read its questions."""
    publishing.choose(session, library_id, Publicity.QUESTIONS, now=now)
