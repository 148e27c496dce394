"""A programme of 2,000 activities: read and staged, worked out, taken over in one go, and undone.

What counts for everybody else is how long the turn to write is held, so that is measured apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

import flask_migrate
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.clock import local, now
from community.db import Base, db, transaction
from community.gatherings.models import Gathering, GatheringStatus
from community.imports import applying, queries, staging, undoing, work
from community.imports.models import Choices, ImportRun
from tests.conftest import make_app
from tests.factories import a_library, a_room, a_theme, next_week
from tests.imports.lists import a_row, a_sheet, begun
from tools.bench.load import heading, row
from tools.bench.pages import counted

ROWS = 2_000
ROOMS = 20


def run(name: str, database_url: str, folder: Path) -> None:
    """From the file to the agenda and back: as drafts, and with a room each and published."""
    app = make_app(database_url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        library = a_library()
        for number in range(ROOMS):
            a_room(library.branches[0], f"Zaal {number}")
        a_theme("digitaal")
        heading(f"Bringing in a list on {name} ({ROWS:,} rows of CSV)")
        _one(app, "drafts", a_sheet(*_drafts()), Choices(), "≤ 1 s")
        _one(app, "room, published", a_sheet(*_in_rooms()), Choices(publish=True), "≤ 3 s")
        db.session.remove()
        db.engine.dispose()


def _one(app: Flask, what: str, content: bytes, choices: Choices, bar: str) -> None:
    brought = begun(content)
    with transaction() as tx:
        tx.get_one(ImportRun, brought.id).source.chosen = {"publish": choices.publish}
    reading = _Time()
    with _timed(app, reading):
        staging.read(transaction, brought.library_id, brought.id, now=now())
    row(f"{what}: read, judged and staged", reading.said, "≤ 10 s")
    _ask_and_go_on(app, f"{what}: taken over", brought, applying, bar)
    _check(brought, choices)
    moved = begun(content.replace(b";14:00;", b";14:05;"), source=brought.source)
    staging.read(transaction, moved.library_id, moved.id, now=now())
    _ask_and_go_on(app, f"{what}: all moved", moved, applying, "")
    _ask_and_go_on(app, f"{what}: moved back", moved, undoing, "")
    _ask_and_go_on(app, f"{what}: undone", brought, undoing, "")


@dataclass
class _Time:
    """How long all of it took and in how many statements; and the longest turn to write: on the
    clock, and what this process worked, whatever else the machine has to do."""

    whole: float = 0
    turn: float = 0
    worked: float = 0
    statements: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return f"{self.whole:.2f} s, {len(self.statements)} statements"


def _ask_and_go_on(app: Flask, what: str, run: ImportRun, verb: Any, bar: str) -> None:
    with transaction() as tx:
        verb.ask(tx, run.library_id, run.id)
    took = _Time()
    with patch.object(work, "transaction", partial(_watched, took)), _timed(app, took):
        work.go_on(run.library_id, run.id, now=now())
    turn = f"{took.turn:.2f} s (we worked {took.worked:.2f} s)"
    row(f"{what}: the turn to write", turn, bar)
    row(f"{what}: all of it", took.said)


@contextmanager
def _watched(took: _Time, *known: Base) -> Iterator[Session]:
    began, worked = perf_counter(), process_time()
    with transaction(*known) as tx:
        yield tx
    if perf_counter() - began > took.turn:
        took.turn, took.worked = perf_counter() - began, process_time() - worked


@contextmanager
def _timed(app: Flask, took: _Time) -> Iterator[None]:
    with counted(app) as statements:
        began = perf_counter()
        yield
        took.whole = perf_counter() - began
    took.statements = list(statements)


def _check(brought: ImportRun, choices: Choices) -> None:
    status = GatheringStatus.PUBLISHED if choices.publish else GatheringStatus.DRAFT
    wanted = select(func.count()).where(Gathering.status == status)
    made = db.session.scalars(wanted).one()
    done = queries.count_done(db.session(), brought)
    if (made, done) != (ROWS, ROWS):
        raise SystemExit(f"{made} made and {done} done of {ROWS}")


def _drafts() -> Iterator[dict[str, object]]:
    for number in range(ROWS):
        yield a_row(f"Activiteit {number}", str(number), **{"thema's": "digitaal"})


def _in_rooms() -> Iterator[dict[str, object]]:
    """Every room once a day."""
    for number in range(ROWS):
        day = local(next_week() + timedelta(days=number // ROOMS))
        yield a_row(
            f"Activiteit {number}", str(number), datum=f"{day:%d-%m-%Y}",
            zaal=f"Zaal {number % ROOMS}", samenvatting="Kom langs en doe mee",
            tekst="Iedereen is **welkom**. We beginnen met koffie.", **{"thema's": "digitaal"},
        )  # fmt: skip
