"""What runs by the clock for promises."""

from __future__ import annotations

from datetime import datetime, time

from flask import Flask

from community.clock import local, local_day, start_of_day
from community.db import session, transaction
from community.jobs import clock
from community.promises import clock_queries, reminding

#: Hourly; mails leave when people are awake.
EVERY_MINUTES = 60
FROM, UNTIL = time(9), time(20)


def remind(now: datetime) -> int:
    """One promise per transaction; how many were asked about."""
    if not _is_day(now):
        return 0
    asked = 0
    for library_id, promise_id in clock_queries.list_to_remind(session(), now=now):
        with transaction() as tx:
            asked += reminding.remind(tx, library_id, promise_id, now=now)
    return asked


def tell_kept(now: datetime) -> int:
    """One gathering per transaction; how many people were told."""
    if not _is_day(now):
        return 0
    told, began = 0, start_of_day(local_day(now))
    for library_id, gathering_id in clock_queries.list_with_news(
        session(), now=now, day_began=began
    ):
        with transaction() as tx:
            told += reminding.tell_kept(tx, library_id, gathering_id, now=now)
    return told


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "promises.remind", remind)
    clock.every(EVERY_MINUTES, "promises.tell_kept", tell_kept)


def _is_day(now: datetime) -> bool:
    return FROM <= local(now).time() < UNTIL
