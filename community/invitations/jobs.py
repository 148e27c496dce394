"""What the clock does for invitations."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import transaction
from community.invitations import forgetting
from community.jobs import clock


def forget_what_is_past(now: datetime) -> int:
    with transaction() as tx:
        return forgetting.forget_what_is_past(tx, now=now)


def register(_app: Flask) -> None:
    clock.every(clock.MINUTES_IN_A_DAY, "invitations.forget_what_is_past", forget_what_is_past)
