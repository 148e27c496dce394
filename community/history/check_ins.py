"""The list of who was where: read once and put aside by gathering, however long it is.

It is put aside in an SQLite file without a name, which is gone when this process lets go of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from community.accounts.addresses import WrongAddress, folded
from community.history import cells
from community.history.vocabulary import COUNTED_AS, fold
from community.lists import Cells, Flaw, Flaws, Line, Wrong, read
from community.words import N_

COLUMNS = ("gathering_key", "person", "minutes_from_start", "counted_as")
NEEDED = frozenset({"gathering_key", "person"})

NO_SUCH_GATHERING = N_("There is no activity ‘%(key)s’ in the list of activities.")
LONGEST_CODE = 254
#: From a day before it begins; an exhibition may last a season.
EARLIEST, LATEST = -24 * 60, 366 * 24 * 60
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Somebody who was there: an e-mail address as we keep it, or a code."""

    person: str
    minutes: int
    counted_as: str


class CheckIns:
    """The list, by gathering. Who is in it twice at one gathering was there once."""

    def __init__(self, aside: sqlite3.Connection) -> None:
        self._aside = aside

    def count(self, key: str) -> int | None:
        """How many were at this gathering according to the list; None: it says nothing of it."""
        found: int = self._aside.execute(
            "SELECT count(*) FROM came WHERE gathering = ?", (key,)
        ).fetchone()[0]
        return found or None

    def of(self, keys: Collection[str]) -> dict[str, list[CheckIn]]:
        """Who was at these gatherings; one that the list does not name is left out."""
        found: dict[str, list[CheckIn]] = {}
        for key in keys:
            rows = self._aside.execute(
                "SELECT person, minutes, counted_as FROM came WHERE gathering = ? ORDER BY line",
                (key,),
            )
            if came := [CheckIn(*row) for row in rows]:
                found[key] = came
        return found

    def elsewhere(self, keys: Collection[str]) -> Iterator[Flaw]:
        """The lines about a gathering that is not one of these."""
        for named, line in self._aside.execute("SELECT gathering, line FROM came ORDER BY line"):
            if named not in keys:
                yield Flaw(line, "gathering_key", NO_SUCH_GATHERING, {"key": named[:80]})


@contextmanager
def put_aside(path: Path | None, flaws: Flaws) -> Iterator[CheckIns]:
    """The lines that are right; what is wrong in the others is added to `flaws`."""
    with closing(sqlite3.connect("", isolation_level=None)) as aside:
        aside.execute("PRAGMA journal_mode = OFF")
        aside.execute(
            "CREATE TABLE came (gathering TEXT, person TEXT, minutes INTEGER, counted_as TEXT,"
            " line INTEGER, PRIMARY KEY (gathering, person)) WITHOUT ROWID"
        )
        batch: list[tuple[str, str, int, str, int]] = []
        for line in read(path, COLUMNS, NEEDED) if path else ():
            row, wrong = _read(line)
            flaws.add(wrong)
            if row is not None:
                batch.append(row)
            if len(batch) >= _AT_ONCE:
                _put(aside, batch)
        _put(aside, batch)
        yield CheckIns(aside)


def _put(aside: sqlite3.Connection, batch: list[tuple[str, str, int, str, int]]) -> None:
    aside.executemany("INSERT OR IGNORE INTO came VALUES (?, ?, ?, ?, ?)", batch)
    batch.clear()


def _read(line: Line) -> tuple[tuple[str, str, int, str, int] | None, list[Flaw]]:
    given = Cells(line)
    for column in sorted(NEEDED):
        given.need(column)
    row = (
        given.take("gathering_key", str, ""),
        given.take("person", _person, ""),
        given.take("minutes_from_start", cells.number(EARLIEST, LATEST), 0),
        given.take("counted_as", _counted_as, COUNTED_AS[""].value),
        line.number,
    )
    return (None, given.flaws) if given.flaws else (row, [])


def _person(text: str) -> str:
    """An address as it is kept, so that capitals make nobody two people; a code as it is."""
    if "@" not in text:
        return cells.line(LONGEST_CODE)(text)
    try:
        return folded(text)
    except WrongAddress as wrong:
        raise Wrong(wrong.message, **wrong.values) from None


def _counted_as(text: str) -> str:
    role = COUNTED_AS.get(fold(text))
    if role is None:
        known = "resident, volunteer, staff"
        raise Wrong(cells.NO_ANSWER, answer=text[:80], known=known)
    return role.value
