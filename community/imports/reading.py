"""A file of somebody else's as rows with named cells. Read in a process of its own.

The process has no settings of ours, a few seconds and some tens of megabytes; what it does not
survive is a file that cannot be read here.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from community.errors import DomainError
from community.imports import columns
from community.imports.models import LONGEST_KEY, FileKind
from community.words import N_

#: Of the clock on the wall, on a machine that is busy; of its own time it has `SECONDS`.
PATIENCE = 20.0
MOST_BYTES = 10 * 1024 * 1024
_SCRIPT = Path(__file__).with_name("foreign_files.py")

_NO_DATABASE_KEEPS = re.compile("[\0\ud800-\udfff]")

_NOT_READ = N_("This file cannot be read: it takes too much time or memory.")
_SAYS = {
    "too_big": N_("This file is too big. At most 10 MB, and 5,000 activities."),
    "too_many": N_("There are more than 5,000 activities in this file. Make it several files."),
    "too_wide": N_("This sheet has more than 60 columns. Start from the example file."),
    "too_deep": N_("This is not a readable calendar file."),
    "not_a_calendar": N_("This is not a calendar file. Its name ends with .ics."),
    "not_a_sheet": N_("This is not a readable sheet. Save it as .xlsx or as .csv."),
    "not_a_table": N_("This is not a table. Start from the example file."),
}


class FileRefused(DomainError):
    """The file as a whole cannot be read."""

    status = 422


@dataclass(frozen=True, slots=True)
class Found:
    """One row: its number, its key, what stands in it by field, and why it could not be read."""

    position: int
    key: str
    cells: Mapping[str, str]
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    rows: Sequence[Found]
    #: Names of columns that nobody knows.
    unread: Sequence[str] = field(default=())


def kind_of(content: bytes, name: str = "") -> FileKind:
    """What kind of file it is, by what it begins with; else by its name."""
    if content.startswith(b"PK"):
        return FileKind.XLSX
    begins = content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().upper()
    if begins.startswith(b"BEGIN:VCALENDAR") or name.lower().endswith(".ics"):
        return FileKind.ICS
    return FileKind.CSV


def read(kind: FileKind, content: bytes, *, now: datetime) -> Reading:
    """All rows; FileRefused when there are none to be had."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_SAYS["too_big"])
    lines = _apart(kind, content, now)
    return _calendar(lines) if kind is FileKind.ICS else _sheet(lines)


def _apart(kind: FileKind, content: bytes, now: datetime) -> list[Any]:
    command = [sys.executable, "-I", str(_SCRIPT), kind.value, now.isoformat()]
    try:
        done = subprocess.run(  # noqa: S603  (our own script, by its path)
            command, input=content, capture_output=True, timeout=PATIENCE, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        raise FileRefused(_NOT_READ) from None
    lines = [json.loads(line) for line in done.stdout.splitlines()] if not done.returncode else []
    if not lines:
        raise FileRefused(_NOT_READ)
    ended = lines.pop()["ended"]
    if ended != "read":
        raise FileRefused(_SAYS.get(ended, _NOT_READ))
    return lines


def _calendar(lines: list[Any]) -> Reading:
    rows = [
        Found(
            position,
            _kept(line.pop("key"))[:LONGEST_KEY],
            flaw=line.pop("problem", ""),
            cells={name: _kept(value) for name, value in line.items() if value},
        )
        for position, line in enumerate(lines, start=1)
    ]
    return Reading(rows)


def _sheet(lines: list[Any]) -> Reading:
    if not lines:
        raise FileRefused(N_("There is nothing in this file."))
    fields, unread = columns.fields_of([_kept(name) for name in lines[0]["cells"]])
    for name in columns.NEEDED:
        if name not in fields:
            raise FileRefused(
                N_("There is no column ‘%(name)s’ in the first row. Start from the example file."),
                name=columns.COLUMNS[name][0][0],
            )
    return Reading(list(_rows(lines[1:], fields)), unread)


def _rows(lines: list[Any], fields: Sequence[str | None]) -> Iterator[Found]:
    for line in lines:
        cells = {
            name: _kept(cell).strip()
            for name, cell in zip(fields, line["cells"], strict=False)
            if name and cell.strip()
        }
        if cells:
            yield Found(line["line"], cells.pop("key", "")[:LONGEST_KEY], cells)


def _kept(text: str) -> str:
    """Fit for any database; what was not is shown as a sign that the rules refuse."""
    return _NO_DATABASE_KEEPS.sub("\ufffd", text)
