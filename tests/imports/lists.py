"""Lists of somebody else's, as text and as bytes, and the way through the room for a test."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from community.accounts.models import Person
from community.clock import local, now
from community.db import session, transaction
from community.gatherings.hosting_rules import Hand
from community.imports import applying, queries, staging, undoing, work
from community.imports.models import Choices, ImportRow, ImportRun, ImportSource, Outcome
from community.imports.reading import kind_of
from community.libraries.models import Library
from tests.factories import next_week, the_library

BASE_URL = "https://kring.example"
HEADER = ("sleutel", "titel", "datum", "begin", "einde", "vestiging")


def a_sheet(*rows: Mapping[str, object], mark: str = ";") -> bytes:
    """A CSV with whatever columns the rows have."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, delimiter=mark, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def a_row(title: str = "Breicafé", key: str = "1", **cells: object) -> dict[str, object]:
    """Next week from two to four in Ommen, unless said otherwise."""
    day = f"{local(next_week()):%d-%m-%Y}"
    given = {"sleutel": key, "titel": title, "datum": day, "begin": "14:00", "einde": "16:00"}
    return {**given, "vestiging": "Ommen", **cells}


def an_event(uid: str = "1@welzijn", title: str = "Wandelen", **lines: str) -> str:
    starts = next_week()
    given = {
        "DTSTART": f"{starts:%Y%m%dT%H%M%SZ}",
        "DTEND": f"{starts + timedelta(hours=2):%Y%m%dT%H%M%SZ}",
        **lines,
    }
    said = "\r\n".join(
        f"{name.replace('__', ';')}:{value}" for name, value in given.items() if value
    )
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\n{said}\r\nEND:VEVENT\r\n"


def a_calendar(*events: str) -> bytes:
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Welzijn//NL\r\n"
    return f"{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def a_hand(by: Person | None = None, at: datetime | None = None) -> Hand:
    return Hand(by, BASE_URL, at or now())


def begun(
    content: bytes,
    *,
    source: ImportSource | None = None,
    library: Library | None = None,
    at: datetime | None = None,
) -> ImportRun:
    """A version of a list that nobody has read yet."""
    library, at = library or the_library(), at or now()
    kind = kind_of(content)
    with transaction() as tx:
        source = source or staging.new_source(
            tx, library.id, "Programma", is_calendar=kind == "ics", by_id=None, now=at
        )
        return staging.receive(tx, library.id, content, kind, source=source, by_id=None, now=at)


def staged(
    content: bytes, *, choices: Choices | None = None, at: datetime | None = None, **given: Any
) -> ImportRun:
    """A version of a list, read and judged."""
    run, at = begun(content, at=at, **given), at or now()
    staging.read(transaction, run.library_id, run.id, now=at)
    if choices is not None:
        with transaction() as tx:
            staging.choose(tx, run.library_id, run.id, choices)
        staging.read(transaction, run.library_id, run.id, now=at)
    return queries.get_run(session(), run.library_id, run.id)


def applied(run: ImportRun, at: datetime | None = None) -> ImportRun:
    with transaction() as tx:
        applying.ask(tx, run.library_id, run.id)
    work.go_on(run.library_id, run.id, now=at or now())
    return queries.get_run(session(), run.library_id, run.id)


def undone(run: ImportRun, at: datetime | None = None) -> ImportRun:
    with transaction() as tx:
        undoing.ask(tx, run.library_id, run.id)
    work.go_on(run.library_id, run.id, now=at or now())
    return queries.get_run(session(), run.library_id, run.id)


def taken_over(content: bytes, **given: Any) -> ImportRun:
    """Read, judged and taken over."""
    return applied(staged(content, **given))


def rows_of(run: ImportRun) -> Sequence[ImportRow]:
    return queries.list_batch(session(), run, after=0, most=10_000)


def outcomes(run: ImportRun) -> list[Outcome]:
    return [row.outcome for row in rows_of(run)]


def wrong(run: ImportRun) -> list[tuple[str, str]]:
    """Everything that is said of rows: the field and the message."""
    return [(each.name, each.message) for row in rows_of(run) for each in row.wrong]
