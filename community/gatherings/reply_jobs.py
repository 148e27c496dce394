"""What people said at sign-up is forgotten by the clock: what they need the day after."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import transaction
from community.gatherings import forgetting
from community.jobs import clock

#: Hourly: a worker that was down in the night is not a day late.
EVERY_MINUTES = 60


def forget_what_is_past(now: datetime) -> int:
    """Wipe what is kept no longer; the number of rows."""
    with transaction() as tx:
        return forgetting.forget_what_is_past(tx, now=now)


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "gatherings.forget_what_is_past", forget_what_is_past)
