"""What the clock freezes: every quarter that is over and filled in, of every library with a log."""

from __future__ import annotations

import logging
from datetime import datetime

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.meetlat import metingen, metingen_queries

log = logging.getLogger("community.jobs")


def freeze_due(now: datetime) -> int:
    """How many were frozen; one that goes wrong keeps no other waiting."""
    done = 0
    due = list(metingen_queries.list_due(session(), metingen.ends_to_freeze(now)))
    for library_id, until in due:
        try:
            drawn = metingen.draw_up(session(), library_id, until)
            with transaction() as tx:
                metingen.freeze(tx, drawn, by_id=None, now=now)
        except metingen.NothingTookPlace:
            continue
        except Exception:
            session().rollback()
            log.exception(
                "no meting", extra={"facts": {"library": library_id, "until": str(until)}}
            )
        else:
            done += 1
    return done


def register(_app: Flask) -> None:
    clock.every(clock.MINUTES_IN_A_DAY, "meetlat.freeze", freeze_due)
