"""What the worker does for solves: works on them at once, and forgets those of a week ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from community.jobs import worker
from community.keeping.rules import Rule, keep
from community.solves import running, states

#: A problem names people; who asked has long taken its plan over.
KEPT = timedelta(days=7)


def forget(session: Session, now: datetime) -> int:
    return states.forget(session, before=now - KEPT)


def register(_app: Flask) -> None:
    worker.beside("solves", running.run)
    keep(Rule(name="solves.problems", forget=forget))
