"""What the clock does for notes without a yes: ask once more, and then let go."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.skills import confirming, noting, queries

EVERY_MINUTES = 60


def remind(now: datetime) -> int:
    """Owe the second mail; how many."""
    due = queries.list_to_remind(session(), now=now)
    for skill_id in due:
        with transaction() as tx:
            noting.remind(tx, skill_id, now=now)
    return len(due)


def let_go(now: datetime) -> int:
    """Remove what nobody said yes to; how many."""
    due = queries.list_run_out(session(), now=now)
    for skill_id in due:
        with transaction() as tx:
            confirming.remove_run_out(tx, skill_id, now=now)
    return len(due)


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "skills.remind", remind)
    clock.every(EVERY_MINUTES, "skills.let_go", let_go)
