"""Taking a list in: read apart, judged and kept in batches, so that one sees how far it is.

Nothing of it is in the agenda yet. Each batch is a transaction of its own; what was cut off is
begun again by who comes next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.orm import Session

from community.db import session, table_of
from community.gatherings.drafts import Problem
from community.imports import judging, queries, reading
from community.imports.judging import Judge, Verdict
from community.imports.models import (
    Choices,
    FileKind,
    ImportRow,
    ImportRun,
    ImportSource,
    ImportStatus,
)
from community.imports.reading import FileRefused, Found, Reading
from community.outside import Answer
from community.plain import to_plain
from community.words import N_

BATCH = 500
#: How long who reads a file keeps others from it; a reading takes seconds.
BUSY = timedelta(minutes=5)
#: Up to this size a file is read at once, and up to so many rows are judged again; the rest is left
#: to the worker.
SMALL, FEW = 256 * 1024, 1_000

Transaction = Callable[[], AbstractContextManager[Session]]

UNREAD = N_("Columns that are not read: %(names)s.")


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings: the bytes, what they call it, and where it came from."""

    content: bytes
    name: str
    kind: FileKind
    answer: Answer | None = None
    url: str = ""


def bring(
    session: Session,
    library_id: int,
    brought: Brought,
    *,
    source_id: int,
    by_id: int,
    now: datetime,
) -> ImportRun:
    """A newer version of an earlier list, or the first of a new one."""
    is_calendar = brought.kind is FileKind.ICS
    if source_id:
        source = queries.get_source(session, library_id, source_id)
    else:
        source = new_source(
            session, library_id, brought.name,
            is_calendar=is_calendar, url=brought.url, by_id=by_id, now=now,
        )  # fmt: skip
    if brought.answer is not None and brought.url == source.url:
        remember(source, brought.answer, now=now)
    return receive(
        session, library_id, brought.content, brought.kind, source=source, by_id=by_id, now=now
    )


def remember(source: ImportSource, answer: Answer, *, now: datetime) -> None:
    """What to ask with the next time, to hear only of what is new."""
    source.etag = _fits(answer.headers.get("etag", ""), 300)
    source.last_modified = _fits(answer.headers.get("last-modified", ""), 100)
    source.fetched_at, source.trouble = now, []


def _fits(said: str, most: int) -> str:
    return said if len(said) <= most and said.isprintable() else ""


def receive(
    session: Session,
    library_id: int,
    content: bytes,
    kind: FileKind,
    *,
    source: ImportSource,
    by_id: int | None,
    now: datetime,
) -> ImportRun:
    """Keep a version of a list, to be read."""
    run = ImportRun(
        library_id=library_id,
        source=source,
        kind=kind,
        content=content,
        started_by_id=by_id,
        started_at=now,
    )
    session.add(run)
    session.flush()
    return run


def new_source(
    session: Session,
    library_id: int,
    name: str,
    *,
    is_calendar: bool,
    url: str = "",
    by_id: int | None,
    now: datetime,
) -> ImportSource:
    """A list that nothing came from yet, with the choices that everybody begins with."""
    source = ImportSource(
        library_id=library_id,
        name=name[:200],
        is_calendar=is_calendar,
        url=url,
        chosen=to_plain(Choices()),
        created_by_id=by_id,
        created_at=now,
    )
    session.add(source)
    session.flush()
    return source


def claim(run: ImportRun, status: ImportStatus, now: datetime) -> bool:
    """Whether there is this to do, and nobody is at it; from here on we are."""
    free = run.busy_until is None or run.busy_until <= now
    if run.status is not status or not free:
        return False
    run.busy_until, run.staged = now + BUSY, 0
    return True


def read(transaction: Transaction, library_id: int, run_id: int, *, now: datetime) -> None:
    """Read a file and stage all its rows; a file that cannot be read fails, and says why.

    What was read before and has other choices since is judged by those.
    """
    with transaction() as tx:
        run = queries.lock_run(tx, library_id, run_id)
        if not claim(run, ImportStatus.READING, now):
            return
        kind, content = run.kind, queries.content_of(tx, run)
        if content is not None:
            run.total = 0
            tx.execute(delete(ImportRow).where(ImportRow.run_id == run_id))
    if content is None:
        _judge_again(transaction, library_id, run_id, now=now)
        return
    try:
        found = reading.read(kind, content, now=now)
    except FileRefused as refused:
        with transaction() as tx:
            _fail(queries.lock_run(tx, library_id, run_id), refused)
        return
    with transaction() as tx:
        run = queries.lock_run(tx, library_id, run_id)
        _note_what_was_found(tx, run, found)
    _stage(transaction, library_id, run_id, found.rows, now=now)


def _fail(run: ImportRun, refused: FileRefused) -> None:
    run.status, run.content, run.busy_until = ImportStatus.FAILED, None, None
    run.remarks = kept([Problem("", refused.message, refused.values)])


def _note_what_was_found(session: Session, run: ImportRun, found: Reading) -> None:
    run.total = len(found.rows)
    remarks = []
    if found.unread:
        remarks.append(Problem("", UNREAD, {"names": ", ".join(found.unread[:20])}))
    run.remarks = kept(remarks)
    keys = [row.key for row in found.rows[:BATCH] if row.key]
    if run.kind is FileKind.ICS and keys:
        _recognise(session, run, keys)


def _recognise(session: Session, run: ImportRun, keys: Sequence[str]) -> None:
    """A calendar whose activities came before is a new version of that list, whatever its name."""
    earlier = queries.find_source_of(session, run.library_id, keys)
    fresh = run.source
    if earlier is None or earlier.id == fresh.id:
        return
    run.source = earlier
    session.flush()
    if not queries.has_runs(session, fresh):
        session.delete(fresh)


def _stage(
    transaction: Transaction,
    library_id: int,
    run_id: int,
    rows: Sequence[Found],
    *,
    now: datetime,
) -> None:
    """Judge a batch while others write, then keep it in a moment."""
    judge: Judge | None = None
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        run = queries.get_run(session(), library_id, run_id)
        values, judge = looked_at(session(), run, batch, now=now, after=judge)
        with transaction() as tx:
            tx.execute(insert(ImportRow), values)
            queries.lock_run(tx, library_id, run_id).staged += len(batch)
    _finish(transaction, library_id, run_id)


def _finish(transaction: Transaction, library_id: int, run_id: int) -> None:
    with transaction() as tx:
        run = queries.lock_run(tx, library_id, run_id)
        run.status, run.content, run.busy_until = ImportStatus.READY, None, None


def looked_at(
    session: Session,
    run: ImportRun,
    batch: Sequence[Found],
    *,
    now: datetime,
    after: Judge | None = None,
) -> tuple[list[dict[str, Any]], Judge]:
    """These rows with what they come to; `after`: who judged the batch before."""
    judge = judging.judge_of(session, run, now=now, after=after)
    verdicts = list(judge.judge(batch))
    rows = [_row(run, found, verdict) for found, verdict in zip(batch, verdicts, strict=True)]
    return rows, judge


def note_progress(session: Session, library_id: int, run_id: int, done: int) -> None:
    """How many rows have been looked at."""
    queries.lock_run(session, library_id, run_id).staged = done


def _row(run: ImportRun, found: Found, verdict: Verdict) -> dict[str, Any]:
    return {
        "library_id": run.library_id,
        "run_id": run.id,
        "position": found.position,
        "cells": dict(found.cells),
        "flaw": found.flaw,
        "is_done": False,
        **judged(verdict),
    }


def judged(verdict: Verdict) -> dict[str, Any]:
    """What a verdict makes of its row."""
    return {
        "key": verdict.key,
        "outcome": verdict.outcome,
        "problems": kept(verdict.problems),
        "draft": to_plain(verdict.draft) if verdict.draft else None,
        "before": to_plain(verdict.before) if verdict.before else None,
        "changes": list(verdict.changes),
        "gathering_id": verdict.known.gathering_id if verdict.known else None,
    }


def _judge_again(transaction: Transaction, library_id: int, run_id: int, *, now: datetime) -> None:
    """All rows anew, a batch at a time, while others write."""
    judge: Judge | None = None
    after = 0
    run = queries.get_run(session(), library_id, run_id)
    while batch := queries.list_batch(session(), run, after=after, most=BATCH):
        judge = judging.judge_of(session(), run, now=now, after=judge)
        verdicts = list(judge.judge(batch))
        found = [
            changed(row, judged(verdict)) for row, verdict in zip(batch, verdicts, strict=True)
        ]
        after = batch[-1].position
        with transaction() as tx:
            note_all(tx, found)
            queries.lock_run(tx, library_id, run_id).staged += len(found)
    _finish(transaction, library_id, run_id)


def changed(row: ImportRow, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a row that it did not say yet; `which` says which row."""
    new = {name: value for name, value in said.items() if getattr(row, name) != value}
    return {"which": row.id, **new}


def note_all(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Write what rows came to; those of which the same is said go together."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        alike.setdefault(tuple(row), []).append(row)
    for said, same in alike.items():
        if len(said) > 1:
            session.execute(_NOTE, same)


_row_table = table_of(ImportRow)
_NOTE = update(_row_table).where(_row_table.c.id == bindparam("which"))


def choose(session: Session, library_id: int, run_id: int, choices: Choices) -> ImportRun:
    """What goes for the whole list from now on; the rows are to be judged by it."""
    run = queries.lock_run(session, library_id, run_id)
    if run.status is ImportStatus.READY:
        run.source.chosen = to_plain(choices)
        run.status, run.staged = ImportStatus.READING, 0
    return run


def throw_away(session: Session, library_id: int, run_id: int) -> None:
    """A version of a list that was not taken over; and the list, when it brought nothing ever."""
    run = queries.lock_run(session, library_id, run_id)
    if run.status in (ImportStatus.READY, ImportStatus.FAILED, ImportStatus.READING):
        source = run.source
        session.delete(run)
        session.flush()
        if not queries.has_runs(session, source) and not source.daily:
            session.delete(source)


def kept(problems: Iterable[Problem]) -> list[list[object]]:
    """Findings as they are kept: field, msgid and values, to be said in the reader's language."""
    return [[each.name, each.message, _plain(each.values)] for each in problems]


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: object) -> object:
    match value:
        case int():
            return value
        case (datetime() as start, datetime() as end):
            return [start.isoformat(), end.isoformat()]
    return str(value)
