"""What the clock does for terms: a library that was there before them gets them too."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.libraries import versions
from community.topics import queries
from community.topics.planting import plant


def plant_where_none(_now: datetime) -> int:
    """Give the terms of the house to every library that has none; how many got them."""
    bare = queries.list_libraries_without_terms(session())
    for library_id in bare:
        with transaction() as tx:
            plant(tx, library_id)
            versions.pages_changed(tx, library_id)
    return len(bare)


def register(_app: Flask) -> None:
    # The worker does every job once when it begins, so an upgrade needs nothing else.
    clock.every(clock.MINUTES_IN_A_DAY, "topics.plant", plant_where_none)
