"""What the clock does for groups: what was never confirmed, and what has long been sent, goes."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import transaction
from community.groups import contact, members
from community.jobs import clock

EVERY_MINUTES = clock.MINUTES_IN_A_DAY


def tidy(now: datetime) -> None:
    with transaction() as tx:
        members.forget_unconfirmed(tx, now=now)
        contact.forget_old_messages(tx, now=now)


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "groups.tidy", tidy)
