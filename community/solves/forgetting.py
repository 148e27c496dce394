"""How long a problem and its answer are kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from community.keeping.rules import Rule, keep, wiping
from community.solves.models import Solve

#: A problem names people; who asked has long taken its plan over.
KEPT = timedelta(days=7)

FORGET = wiping(lambda now: delete(Solve).where(Solve.ended_at < now - KEPT))


def register(_app: object) -> None:
    keep(Rule(name="solves.problems", forget=FORGET))
