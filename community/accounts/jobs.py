"""What is swept up by the clock: knocks, links and browsers that count for nothing any more."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.accounts import mail_stops, services, throttle
from community.db import transaction
from community.jobs import clock


def register(_app: Flask) -> None:
    clock.every(60, "accounts.forget_old", forget_old)


def forget_old(now: datetime) -> None:
    with transaction() as tx:
        throttle.forget_old(tx, now=now)
        services.forget_old(tx, now=now)
        mail_stops.forget_old(tx, now=now)
