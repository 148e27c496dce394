"""What the clock does for table plans: remember for who wants that who sat with whom."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.table_plans import memory, queries

#: Hourly: a worker that was down in the night is not a day late.
EVERY_MINUTES = 60


def remember(now: datetime) -> int:
    """One plan per transaction; the number of rows."""
    done = 0
    for library_id, gathering_id in queries.list_to_remember(session(), now=now):
        with transaction() as tx:
            done += memory.remember(tx, library_id, gathering_id, now=now)
    return done


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "table_plans.remember", remember)
