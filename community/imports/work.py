"""Going on with what was asked for: a small list at once, a big one by the worker.

Reading and working out go in batches, so that one sees how far it is and a list can be left and
found back; what was cut off is begun again by who comes next. What comes of it is written in one
transaction.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from community.accounts.models import Person
from community.db import session, transaction
from community.gatherings.hosting_rules import Hand
from community.imports import applying, planning, queries, staging, undoing
from community.imports.models import DOES_SOMETHING, ImportRun, ImportStatus, Outcome
from community.libraries.tenancy import base_url

#: Up to so many rows are taken over or undone at once; more are left to the worker.
SMALL = 200
#: So often it is worked out anew when others changed what it touches; then with all others waiting.
TIMES = 3


def go_on(library_id: int, run_id: int, *, now: datetime) -> None:
    """Do all that is under way with this version of a list."""
    run = queries.get_run(session(), library_id, run_id)
    status = run.status
    if status is ImportStatus.READING:
        is_automatic = run.automatic
        staging.read(transaction, library_id, run_id, now=now)
        if is_automatic and _decide(library_id, run_id, now):
            _apply(library_id, run_id, now)
    elif status is ImportStatus.APPLYING:
        _apply(library_id, run_id, now)
    elif status is ImportStatus.UNDOING:
        _undo(library_id, run_id, now)


def go_on_if_small(library_id: int, run_id: int, *, now: datetime) -> None:
    """What takes no longer than a page may; the rest waits for the worker."""
    run = queries.get_run(session(), library_id, run_id)
    if run.status is ImportStatus.READING:
        is_light = queries.size_of(session(), run) <= staging.SMALL
        small = is_light and run.total <= staging.FEW
    else:
        small = queries.count_to_apply(session(), run) <= SMALL
    if small:
        go_on(library_id, run_id, now=now)


def _decide(library_id: int, run_id: int, now: datetime) -> bool:
    """Whether what an address says now is taken over; a version in which nothing changed goes."""
    with transaction() as tx:
        run = queries.lock_run(tx, library_id, run_id)
        if run.status not in (ImportStatus.READY, ImportStatus.FAILED):
            return False  # Somebody else is at it.
        counted = queries.outcomes(tx, run)
        if run.status is ImportStatus.FAILED:
            run.source.trouble = run.remarks
        elif any(counted.get(outcome) for outcome in DOES_SOMETHING):
            applying.ask(tx, library_id, run_id)
            return True
        elif counted.get(Outcome.WRONG):
            run.status, run.applied_at, run.seen_at = ImportStatus.APPLIED, now, now
            return False
        staging.throw_away(tx, library_id, run_id)
        return False


def _apply(library_id: int, run_id: int, now: datetime) -> None:
    with transaction() as tx:
        numbers = applying.take_up(tx, library_id, run_id, _hand(library_id, run_id, now))
    if numbers is None:
        return
    progress = partial(_note, library_id, run_id)
    for _time in range(TIMES):
        hand = _hand(library_id, run_id, now)
        plan = planning.plan(session(), library_id, run_id, hand, numbers, progress)
        with transaction() as tx:
            if plan and applying.apply(tx, library_id, run_id, plan, hand):
                return
    with transaction() as tx:
        applying.apply_as_it_stands(tx, library_id, run_id, _hand(library_id, run_id, now))


def _undo(library_id: int, run_id: int, now: datetime) -> None:
    with transaction() as tx:
        if not undoing.take_up(tx, library_id, run_id, now):
            return
    progress = partial(_note, library_id, run_id)
    for _time in range(TIMES):
        hand = _hand(library_id, run_id, now)
        plan = undoing.plan(session(), library_id, run_id, hand, progress)
        with transaction() as tx:
            if undoing.take_back(tx, library_id, run_id, plan, hand):
                return
    with transaction() as tx:
        undoing.take_back_as_it_stands(tx, library_id, run_id, _hand(library_id, run_id, now))


def _note(library_id: int, run_id: int, done: int) -> None:
    with transaction() as tx:
        staging.note_progress(tx, library_id, run_id, done)


def _hand(library_id: int, run_id: int, now: datetime) -> Hand:
    return Hand(_who(queries.get_run(session(), library_id, run_id)), base_url(), now)


def _who(run: ImportRun) -> Person | None:
    """Who asked for it; the clock acts for who keeps the list."""
    by_id = run.started_by_id
    return session().get(Person, by_id) if by_id else None
