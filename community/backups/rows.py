"""Rows as text, alike for both engines, so that a copy of one is put back in the other.

The text is that of PostgreSQL's COPY, which PostgreSQL itself reads and writes fastest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from community.backups import rows_postgres, rows_sqlite
from community.backups.tables import Table


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """All rows of a table, in the order of its key, some whole lines at a time."""
    if connection.dialect.name == "sqlite":
        return rows_sqlite.lines(connection, table)
    return rows_postgres.lines(connection, table)


def fill(connection: Connection, table: Table, portions: Iterable[bytes]) -> None:
    """Put such lines in a table that is empty."""
    if connection.dialect.name == "sqlite":
        rows_sqlite.fill(connection, table, portions)
    else:
        rows_postgres.fill(connection, table, portions)
