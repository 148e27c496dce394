"""Asking who got a desk for a second factor."""

from __future__ import annotations

from datetime import datetime

from community.credentials import services
from community.db import transaction
from community.jobs import clock


def look_over(now: datetime) -> int:
    with transaction() as tx:
        return services.look_over(tx, now=now)


def register(_app: object) -> None:
    clock.every(60, "credentials.look_over", look_over)
