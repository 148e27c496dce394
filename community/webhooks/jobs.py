"""What was brought is forgotten after a month."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import transaction
from community.jobs import clock, worker
from community.webhooks import delivery, states


def forget_old(now: datetime) -> None:
    with transaction() as tx:
        states.forget_old(tx, now=now)


def register(_app: Flask) -> None:
    clock.every(24 * 60, "webhooks.forget_old", forget_old)
    worker.beside("webhooks", delivery.run)
