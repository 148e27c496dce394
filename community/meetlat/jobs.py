"""What the clock does for the meetlat: after midnight every library stands on a new day."""

from __future__ import annotations

import logging
from datetime import datetime

from flask import Flask

from community.db import session
from community.jobs import clock
from community.meetlat import standing, standing_queries

log = logging.getLogger("community.jobs")


def stand_all(now: datetime) -> int:
    """Work out every library that is behind; one that goes wrong keeps no other waiting."""
    until, done = standing.yesterday(now), 0
    for library_id in standing_queries.list_behind(session(), until):
        try:
            standing.work_out(library_id, until, now=now)
        except Exception:
            session().rollback()
            log.exception("not worked out", extra={"facts": {"library": library_id}})
        else:
            done += 1
    return done


def register(_app: Flask) -> None:
    clock.every(60, "meetlat.stand", stand_all)
