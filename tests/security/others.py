"""All that is of another library and of other people, to see that nothing in it moved."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import ColumnElement, Select, Table, select
from sqlalchemy.dialects import sqlite

from community.access_log.models import AccessRead
from community.accounts.models import NetworkAdviser, Person
from community.db import Base, table_of
from community.libraries.models import Library

_PERSON = table_of(Person)

#: What a digest is called, and the rows that it is of.
Named = tuple[str, Select[tuple[object, ...]]]


def _of_library(table: Table, library_id: int) -> Iterator[Named]:
    """Its rows; and rows of another that point at them."""
    if table.name == Library.__tablename__:
        yield table.name, select(table).where(table.c.id == library_id)
    if "library_id" not in table.columns:
        return
    yield table.name, select(table).where(table.c.library_id == library_id)
    for key in table.foreign_keys:
        theirs = key.column.table.alias()
        if "library_id" in theirs.columns and key.column.name != "library_id":
            points = theirs.c[key.column.name] == key.parent
            crossed = (theirs.c.library_id == library_id, table.c.library_id != library_id)
            yield (
                f"{table.name}.{key.parent.name}",
                select(table).join(theirs, points).where(*crossed),
            )


def _of_people(table: Table, people: Collection[int]) -> Iterator[Named]:
    """Who they are, and every row that says something of them, wherever."""
    if table.name == AccessRead.__tablename__:
        return  # That a form which was shown again named them is no change of anything.
    for key in table.foreign_keys:
        if key.column.table is _PERSON:
            is_theirs: ColumnElement[bool] = key.parent.in_(people)
            yield f"{table.name}.{key.parent.name} of people", select(table).where(is_theirs)


class Others:
    """What is of others in a file of SQLite."""

    def __init__(self, path: Path, library_id: int, people: Collection[int]) -> None:
        self.path = path
        named = [
            found
            for table in Base.metadata.sorted_tables
            for found in (*_of_library(table, library_id), *_of_people(table, people))
        ]
        named += [
            ("who they are", select(_PERSON).where(_PERSON.c.id.in_(people))),
            ("who looks after the installation", select(_PERSON.c.id).where(_PERSON.c.is_operator)),
            ("who advises", select(table_of(NetworkAdviser))),
        ]
        self._statements = {
            name: str(
                rows.compile(
                    dialect=sqlite.dialect(),  # type: ignore[no-untyped-call]
                    compile_kwargs={"literal_binds": True},
                )
            )
            for name, rows in named
        }

    def moved(self, before: dict[str, str]) -> list[str]:
        """What is otherwise now."""
        now = self.all()
        return [name for name, digest in before.items() if now[name] != digest]

    def all(self) -> dict[str, str]:
        """By what it is of: a digest of the rows."""
        with closing(sqlite3.connect(self.path)) as connection:
            found = {
                name: connection.execute(statement).fetchall()
                for name, statement in self._statements.items()
            }
        return {
            name: hashlib.sha256(repr(rows).encode()).hexdigest() for name, rows in found.items()
        }
