"""Reports and decisions are forgotten by the clock."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import transaction
from community.jobs import clock
from community.moderation import forgetting

EVERY_MINUTES = 24 * 60


def forget_what_is_past(now: datetime) -> int:
    with transaction() as tx:
        return forgetting.forget_what_is_past(tx, now=now)


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "moderation.forget_what_is_past", forget_what_is_past)
