"""When the clock looks after living books."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.living_books import looking_after, queries


def tell_of_changes(now: datetime) -> None:
    for gathering_id in queries.ids_of_changed(session(), now=now):
        with transaction() as tx:
            looking_after.tell_of_change(tx, gathering_id, now=now)


def register(_app: Flask) -> None:
    clock.every(5, "living_books.tell_of_changes", tell_of_changes)
