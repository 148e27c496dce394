"""What the clock does for sign-ups: seats held for nobody go to who waits.

The next sign-up at a gathering does the same; this is for gatherings at which nothing happens.
"""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import session, transaction
from community.gatherings import seats, sign_up_queries
from community.jobs import clock

EVERY_MINUTES = 1


def free_expired_holds(now: datetime) -> int:
    """Free what ran out, one gathering per transaction; the number of gatherings it was for."""
    due = sign_up_queries.list_due_holds(session(), now=now)
    for gathering_id in due:
        with transaction() as tx:
            seats.promote_waiting(tx, gathering_id, now=now)
    return len(due)


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "gatherings.free_expired_holds", free_expired_holds)
