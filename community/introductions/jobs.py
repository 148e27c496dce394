"""When the clock looks after introductions."""

from __future__ import annotations

from datetime import datetime

from community.db import transaction
from community.introductions import following_up
from community.jobs import clock


def follow_up(now: datetime) -> None:
    for act in (
        following_up.end_what_is_over,
        following_up.remind,
        following_up.ask_what_came,
    ):
        with transaction() as tx:
            act(tx, now=now)


def register(_app: object) -> None:
    clock.every(60, "introductions.follow_up", follow_up)
