"""What the clock does for rounds."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.clock import local_day
from community.db import session, transaction
from community.jobs import clock
from community.self_assessment import queries, reminding, rounds
from community.web.keys import house_key


def close_rounds(now: datetime) -> int:
    """Close what has had its last day, one round per transaction; how many."""
    due = queries.list_to_close(session(), local_day(now))
    for library_id, round_id in due:
        with transaction() as tx:
            rounds.close(tx, library_id, round_id, now=now)
    return len(due)


def remind(now: datetime) -> None:
    """Owe the reminders whose time it is, one round per transaction."""
    for library_id, round_id in queries.list_open(session()):
        with transaction() as tx:
            reminding.remind(tx, library_id, round_id, key=house_key(), now=now)


def forget_keys(now: datetime) -> int:
    """Rounds that nobody looked at for so long that they are not opened again."""
    due = queries.list_to_reveal(session(), now)
    for library_id, round_id in due:
        with transaction() as tx:
            rounds.reveal(tx, library_id, round_id, now=now)
    return len(due)


def register(_app: Flask) -> None:
    clock.every(60, "self_assessment.close_rounds", close_rounds)
    clock.every(60, "self_assessment.remind", remind)
    clock.every(clock.MINUTES_IN_A_DAY, "self_assessment.forget_keys", forget_keys)
