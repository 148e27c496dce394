"""What the clock does: goes on with big lists, reads addresses again, forgets old rows."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, current_app

from community import outside
from community.db import session, transaction
from community.imports import fetching, queries, work
from community.jobs import clock


def go_on_with_all(now: datetime) -> int:
    """What is being read, taken over or undone; how many."""
    waiting = queries.list_waiting(session(), now=now)
    for library_id, run_id in waiting:
        work.go_on(library_id, run_id, now=now)
    return len(waiting)


def refresh_all(now: datetime) -> int:
    """The addresses that are read every day and were not today; how many."""
    due = queries.list_due(session(), before=now - fetching.A_DAY)
    for library_id, source_id in due:
        reach = outside.reach_of(current_app.config)
        fetching.refresh(library_id, source_id, reach=reach, now=now, by_clock=True)
    return len(due)


def forget_old(now: datetime) -> int:
    """Versions of which nobody will undo anything any more; how many."""
    old = queries.list_old(session(), before=now - fetching.KEPT)
    for library_id, run_id in old:
        with transaction() as tx:
            fetching.forget_old(tx, library_id, run_id)
    return len(old)


def register(_app: Flask) -> None:
    clock.every(1, "imports.go_on", go_on_with_all)
    clock.every(60, "imports.refresh", refresh_all)
    clock.every(clock.MINUTES_IN_A_DAY, "imports.forget", forget_old)
