"""What the clock does for match rounds: wipes wishes after half a year, a round after two."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.match_rounds import making, queries

#: As answers at sign-up.
KEPT = timedelta(days=180)


def forget_old(now: datetime) -> int:
    """How many rounds were wiped."""
    old = queries.list_old(session(), before=now - KEPT)
    for library_id, round_id in old:
        with transaction() as tx:
            making.forget_wishes(tx, queries.lock(tx, library_id, round_id))
    with transaction() as tx:
        making.forget_rounds(tx, before=now - queries.COUNTS_FOR)
    return len(old)


def register(_app: Flask) -> None:
    clock.every(clock.MINUTES_IN_A_DAY, "match_rounds.forget", forget_old)
