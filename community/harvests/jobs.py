"""What the clock does: a harvest that nobody corrected stands once its time has passed."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import session, transaction
from community.errors import DomainError
from community.harvests import presenting, queries
from community.jobs import clock


def establish_due(now: datetime) -> int:
    """Each in a transaction of its own. Somebody who corrected it meanwhile is waited for."""
    established = 0
    for library_id, harvest_id in queries.list_due(session(), now):
        try:
            with transaction() as tx:
                presenting.establish(tx, library_id, harvest_id, now=now)
        except DomainError:
            continue
        established += 1
    return established


def register(_app: Flask) -> None:
    clock.every(10, "harvests.establish", establish_due)
