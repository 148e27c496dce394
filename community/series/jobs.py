"""What the clock does for series: once a day their next dates come into the agenda."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.accounts.models import Person
from community.clock import local_day
from community.db import session, transaction
from community.gatherings.hosting_rules import Hand
from community.jobs import clock
from community.libraries.tenancy import base_url
from community.series import planning, queries


def extend_all(now: datetime) -> int:
    """Fill every series up to twelve months ahead, each in its own transaction; how many dates."""
    made = 0
    for library_id, series_id in queries.list_open_ended(session(), local_day(now)):
        series = queries.get(session(), library_id, series_id)
        if not planning.is_behind(session(), series, now):
            continue
        creator = series.created_by_id
        with transaction() as tx:
            by = tx.get(Person, creator) if creator else None
            made += planning.extend(tx, library_id, series_id, Hand(by, base_url(), now))
    return made


def register(_app: Flask) -> None:
    clock.every(clock.MINUTES_IN_A_DAY, "series.extend", extend_all)
