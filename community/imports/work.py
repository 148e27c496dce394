"""Going on with what was asked for: a small list at once, a big one by the worker.

Every step is a transaction of its own, so that a list can be left and found back, and what was cut
off is taken up by who comes next.
"""

from __future__ import annotations

from datetime import datetime

from community.accounts.models import Person
from community.db import session, transaction
from community.gatherings.hosting_rules import Hand
from community.imports import applying, queries, staging, undoing
from community.imports.models import ImportRun, ImportStatus
from community.libraries.tenancy import base_url


def go_on(library_id: int, run_id: int, *, now: datetime) -> None:
    """Do all that is under way with this version of a list."""
    status = queries.get_run(session(), library_id, run_id).status
    if status is ImportStatus.READING:
        staging.read(transaction, library_id, run_id, now=now)
    elif status is ImportStatus.APPLYING:
        _apply(library_id, run_id, now)
    elif status is ImportStatus.UNDOING:
        _undo(library_id, run_id, now)


def go_on_if_small(library_id: int, run_id: int, *, now: datetime) -> None:
    """What takes no longer than a page may; the rest waits for the worker."""
    run = queries.get_run(session(), library_id, run_id)
    if run.status is ImportStatus.READING:
        small = queries.size_of(session(), run) <= staging.SMALL
    else:
        small = queries.count_to_apply(session(), run) <= applying.PIECE
    if small:
        go_on(library_id, run_id, now=now)


def _apply(library_id: int, run_id: int, now: datetime) -> None:
    more = True
    while more:
        with transaction() as tx:
            run = queries.get_run(tx, library_id, run_id)
            hand = Hand(_who(run), base_url(), now)
            more = applying.apply_piece(tx, library_id, run_id, hand)


def _undo(library_id: int, run_id: int, now: datetime) -> None:
    after: int | None = 0
    while after is not None:
        with transaction() as tx:
            run = queries.get_run(tx, library_id, run_id)
            hand = Hand(_who(run), base_url(), now)
            after = undoing.undo_piece(tx, library_id, run_id, hand, after=after)


def _who(run: ImportRun) -> Person | None:
    """Who asked for it; the clock acts for who keeps the list."""
    by_id = run.started_by_id
    return session().get(Person, by_id) if by_id else None
