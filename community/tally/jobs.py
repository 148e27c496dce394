"""When the door is shut, the log hears of its cards: together, so that none has a moment."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.tally import queries, services

EVERY_MINUTES = 60


def tell_of_the_doors(now: datetime) -> int:
    """One gathering per transaction; the number of gatherings."""
    due = queries.list_untold(session(), ended_before=now - services.AFTER)
    for library_id, gathering_id in due:
        with transaction() as tx:
            services.tell_of_the_door(tx, library_id, gathering_id, now=now)
    return len(due)


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "tally.tell_of_the_doors", tell_of_the_doors)
