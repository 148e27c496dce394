"""Lists as a librarian would hand them in."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

from community.clock import local_day, now
from community.history import check_ins, lines
from community.history.services import Hand
from community.history.taking_in import Lists, Report, take_in

#: Not so long ago that nobody is remembered.
DAY = local_day(now()) - timedelta(days=200)

A_LINE = {
    "gathering_key": "T-1",
    "date": DAY.isoformat(),
    "start": "14:00",
    "duration": "90",
    "title": "Taalcafé op dinsdag",
    "kind": "taalcafé",
    "participants": "14",
}


def a_line(**cells: object) -> dict[str, object]:
    return {**A_LINE, **cells}


def a_list(folder: Path, *rows: dict[str, object], name: str = "past.csv") -> Path:
    return _written(folder / name, lines.COLUMNS, rows)


def who_came(folder: Path, *rows: tuple[object, ...], name: str = "came.csv") -> Path:
    named = [dict(zip(check_ins.COLUMNS, row, strict=False)) for row in rows]
    return _written(folder / name, check_ins.COLUMNS, named)


def _written(path: Path, columns, rows) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, columns, delimiter=";", restval="")
        out.writeheader()
        out.writerows(rows)
    return path


def taken_in(library, gatherings: Path, came: Path | None = None, **how: object) -> Report:
    hand = Hand(None, "example.org", "only for tests", now())
    return take_in(Lists(gatherings, came, **how), library.id, hand)
