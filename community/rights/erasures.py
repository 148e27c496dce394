"""The list of who was erased, kept outside the database and outside its copies.

A copy that is put back knows people who were erased after it was made: the list says who, so that
they are erased again. It holds numbers and moments, no names. The database is first, the list
follows: whoever is erased there and is not on the list is added, at once and by the clock.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from community.db import session
from community.rights import queries


@dataclass(frozen=True, slots=True)
class Erasure:
    person_id: int
    at: datetime


def place() -> Path:
    return Path(current_app.config["ERASURES"])


def read(path: Path) -> list[Erasure]:
    """Everybody on the list, first the one who was erased first.

    A line that a crash cut off says nothing: who is not on the list is added again.
    """
    if not path.exists():
        return []
    return sorted(_lines(path.read_text()), key=lambda each: each.at)


def _lines(text: str) -> Iterator[Erasure]:
    for line in text.splitlines(keepends=True):
        match line.split():
            case [at, number] if line.endswith("\n") and number.isdecimal():
                yield Erasure(int(number), datetime.fromisoformat(at))


def complete(_now: object = None) -> int:
    """Add who is erased and not on the list yet; how many. Twice adds nobody twice."""
    erased = [Erasure(*row) for row in queries.list_erased(session())]
    return _add(place(), erased)


def _add(path: Path, erased: Sequence[Erasure]) -> int:
    if not erased:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "a+") as there:
        fcntl.flock(there, fcntl.LOCK_EX)
        there.seek(0)
        text = there.read()
        known = {each.person_id for each in _lines(text)}
        missing = [each for each in erased if each.person_id not in known]
        if missing and text and not text.endswith("\n"):
            there.write("\n")
        there.writelines(f"{each.at.isoformat()} {each.person_id}\n" for each in missing)
        there.flush()
        os.fsync(there.fileno())
    return len(missing)
