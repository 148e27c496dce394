"""What the clock does for messages: those of a year ago go."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import transaction
from community.jobs import clock
from community.messages import services


def forget_old(now: datetime) -> None:
    with transaction() as tx:
        services.forget_old(tx, now=now)


def register(_app: Flask) -> None:
    clock.every(clock.MINUTES_IN_A_DAY, "messages.forget_old", forget_old)
