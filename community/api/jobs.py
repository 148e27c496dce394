"""What programs were answered is forgotten after a week."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.api import programs
from community.db import transaction
from community.jobs import clock


def forget_old_answers(now: datetime) -> None:
    with transaction() as tx:
        programs.forget_old_answers(tx, now=now)


def register(_app: Flask) -> None:
    clock.every(24 * 60, "api.forget_old_answers", forget_old_answers)
