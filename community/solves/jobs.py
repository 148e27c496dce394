"""What the worker does for solves: works on them at once, and forgets those of a week ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from community.db import transaction
from community.jobs import clock, worker
from community.solves import running, states

#: A problem names people; who asked has long taken its plan over.
KEPT = timedelta(days=7)


def forget_old(now: datetime) -> int:
    with transaction() as tx:
        return states.forget(tx, before=now - KEPT)


def register(_app: Flask) -> None:
    worker.beside("solves", running.run)
    clock.every(clock.MINUTES_IN_A_DAY, "solves.forget", forget_old)
