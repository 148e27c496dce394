"""Lists of somebody else, in the demo: one that waits to be looked at, one that was taken over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.clock import local_day
from community.demo.ids import branch_ids
from community.demo.rows import add, add_returning_ids
from community.gatherings.drafts import draft_of
from community.gatherings.kinds import Kind
from community.gatherings.models import Gathering, GatheringStatus
from community.imports import staging
from community.imports.models import (
    Choices,
    FileKind,
    Imported,
    ImportRow,
    ImportRun,
    ImportStatus,
    Outcome,
)
from community.imports.reading import Found
from community.plain import to_plain

#: Title, days from today, from and until, kind, and what is special about it.
PROGRAMME: tuple[tuple[str, int, str, str, str, dict[str, str]], ...] = (
    ("Vogelhuisjes timmeren", 16, "13:30", "16:00", "Workshop", {"capacity": "12"}),
    ("Voorlezen in pyjama", 18, "19:00", "19:45", "Voorlezen", {}),
    ("Lezing: de Vecht door de eeuwen", 20, "20:00", "21:30", "Lezing", {"cost": "€ 5"}),
    ("Stamboom uitzoeken", 23, "10:00", "12:00", "Spreekuur", {}),
    ("Bloemschikken", 25, "14.00 uur", "", "Workshop", {"capacity": "tien"}),
    ("Repair Café", 27, "13:00", "16:00", "Repaircafé", {}),
    ("Filosofisch café", 30, "19:30", "21:30", "Gesprek", {"branch": "Bibliotheek Overal"}),
)


def add_imports(session: Session, library_id: int, librarian_id: int, *, now: datetime) -> None:
    """The programme of a season as a sheet, and the calendar of a partner."""
    _add_programme(session, library_id, librarian_id, now)
    _add_calendar(session, library_id, librarian_id, now)


def _add_programme(session: Session, library_id: int, librarian_id: int, now: datetime) -> None:
    source = staging.new_source(
        session, library_id, "Programma van de winter",
        is_calendar=False, by_id=librarian_id, now=now,
    )  # fmt: skip
    run = staging.receive(
        session, library_id, b"", FileKind.XLSX, source=source, by_id=librarian_id, now=now
    )
    today = local_day(now)
    found = [
        Found(
            position,
            f"winter-{position}",
            {
                "title": title,
                "day": f"{today + timedelta(days=days):%d-%m-%Y}",
                "starts": starts,
                "kind": kind,
                **({"ends": ends} if ends else {}),
                **special,
            },
        )
        for position, (title, days, starts, ends, kind, special) in enumerate(PROGRAMME, start=2)
    ]
    source.chosen = to_plain(Choices(branch_id=branch_ids(session, library_id)[0]))
    session.flush()
    run.total = len(found)
    add(session, ImportRow, staging.looked_at(session, run, found, now=now)[0])
    run.staged = len(found)
    run.status, run.content = ImportStatus.READY, None


def _add_calendar(session: Session, library_id: int, librarian_id: int, now: datetime) -> None:
    """Some walking-in of the coming weeks came from the calendar of a partner."""
    theirs = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.kind == Kind.CONSULTATION,
            Gathering.starts_at > now,
        )
        .order_by(Gathering.starts_at, Gathering.id)
        .limit(4)
    ).all()
    source = staging.new_source(
        session, library_id, "Agenda van Welzijn Vechtdal",
        is_calendar=True, by_id=librarian_id, now=now - timedelta(days=9),
    )  # fmt: skip
    source.chosen = to_plain(Choices(kind=Kind.CONSULTATION, publish=True))
    run_id = add_returning_ids(session, ImportRun, [{
        "library_id": library_id, "source_id": source.id, "kind": FileKind.ICS,
        "status": ImportStatus.APPLIED, "content": None, "total": len(theirs),
        "staged": len(theirs), "remarks": [], "automatic": False, "started_by_id": librarian_id,
        "started_at": now - timedelta(days=9), "applied_at": now - timedelta(days=9),
    }])[0]  # fmt: skip
    said = [
        (f"{each.id}@welzijn-vechtdal.example", each, to_plain(draft_of(each))) for each in theirs
    ]
    add(session, ImportRow, [
        {
            "library_id": library_id, "run_id": run_id, "position": position, "key": key,
            "cells": {"title": each.title}, "flaw": "", "outcome": Outcome.NEW, "problems": [],
            "draft": draft, "before": None, "changes": [], "is_done": True,
            "gathering_id": each.id,
        }
        for position, (key, each, draft) in enumerate(said, start=1)
    ])  # fmt: skip
    add(session, Imported, [
        {
            "library_id": library_id, "source_id": source.id, "key": key,
            "gathering_id": each.id, "draft": draft, "written_at": each.revised_at,
        }
        for key, each, draft in said
    ])  # fmt: skip
