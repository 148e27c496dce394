"""What the clock does for pulses."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import transaction
from community.jobs import clock
from community.pulse import services


def forget_codes(now: datetime) -> None:
    with transaction() as tx:
        services.forget_codes(tx, now=now)


def register(_app: Flask) -> None:
    clock.every(clock.MINUTES_IN_A_DAY, "pulse.forget_codes", forget_codes)
