"""A list at an address: fetched when somebody asks, and every day when they said so."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community import outside
from community.db import session, transaction
from community.gatherings.drafts import Problem
from community.imports import queries, reading, staging, work
from community.imports.models import (
    ImportRun,
    ImportSource,
)
from community.outside import Answer, OutsideError, Reach

#: Asked every hour which are due: so an address is read once a day, at about the same time.
A_DAY = timedelta(hours=23)
#: So long rows are kept, to be looked at and undone; what they brought stays in the agenda.
KEPT = timedelta(days=90)


def tidy(url: str) -> str:
    """An address as it is fetched: what opens a calendar program is a web address after all."""
    stripped = url.strip()
    head, dots, rest = stripped.partition("://")
    return f"https://{rest}" if dots and head.lower() in ("webcal", "webcals") else stripped


def fetch(url: str, *, reach: Reach) -> Answer:
    """What is at an address now; OutsideError when it cannot be had."""
    return outside.get(url, reach=reach, at_most=reading.MOST_BYTES)


def refresh(
    library_id: int, source_id: int, *, reach: Reach, now: datetime, by_clock: bool = False
) -> ImportRun | None:
    """Read an address again and take over what changed; None when nothing did.

    What cannot be reached or read is said at the desk, and tried again the next day. For who waits
    for a page, what is long is left to the worker.
    """
    source = queries.get_source(session(), library_id, source_id)
    try:
        answer = outside.get(
            source.url, reach=reach, at_most=reading.MOST_BYTES,
            etag=source.etag, modified=source.last_modified,
        )  # fmt: skip
    except OutsideError as error:
        with transaction() as tx:
            _note_trouble(tx, library_id, source_id, error, now)
        return None
    with transaction() as tx:
        run_id = _begin(tx, library_id, source_id, answer, now)
    if run_id is None:
        return None
    if by_clock:
        work.go_on(library_id, run_id, now=now)
    else:
        work.go_on_if_small(library_id, run_id, now=now)
    return queries.find_run(session(), library_id, run_id)


def _note_trouble(
    session: Session, library_id: int, source_id: int, error: OutsideError, now: datetime
) -> None:
    source = queries.get_source(session, library_id, source_id)
    source.fetched_at = now
    source.trouble = staging.kept([Problem("", error.message, error.values)])


def _begin(
    session: Session, library_id: int, source_id: int, answer: Answer, now: datetime
) -> int | None:
    source = queries.get_source(session, library_id, source_id)
    if answer.is_unchanged:
        source.fetched_at, source.trouble = now, []
        return None
    staging.remember(source, answer, now=now)
    run = staging.receive(
        session, library_id, answer.body, reading.kind_of(answer.body, answer.url),
        source=source, by_id=source.created_by_id, now=now,
    )  # fmt: skip
    run.automatic = True
    return run.id


def forget_old(session: Session, library_id: int, run_id: int) -> None:
    """The rows of a version that is too old to be undone; what they brought stays."""
    session.delete(queries.lock_run(session, library_id, run_id))


def set_daily(session: Session, library_id: int, source_id: int, *, daily: bool) -> ImportSource:
    """Read it every day from now on, or no more. Only what has an address can be."""
    source = queries.get_source(session, library_id, source_id)
    source.daily = daily and bool(source.url)
    return source


def looked_at(session: Session, library_id: int, run_id: int, *, now: datetime) -> ImportRun:
    """A librarian has seen what the clock took over."""
    run = queries.lock_run(session, library_id, run_id)
    run.seen_at = run.seen_at or now
    return run
