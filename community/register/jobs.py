"""What the clock does for the register: tell what is about to expire, and take away what has."""

from __future__ import annotations

from datetime import datetime

from community.db import transaction
from community.jobs import clock
from community.register import states

EVERY_MINUTES = 60


def expire(now: datetime) -> None:
    """In small portions, so that nobody waits long for their turn to write."""
    for step in (states.nudge, states.expire, states.let_go):
        did = 1
        while did:
            with transaction() as tx:
                did = step(tx, now=now)


def register(_app: object) -> None:
    clock.every(EVERY_MINUTES, "register.expire", expire)
