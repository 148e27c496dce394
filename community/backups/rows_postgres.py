"""Rows of PostgreSQL, by its own COPY: no `pg_dump` has to be there, of the right version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from community.backups.tables import Table

#: So many bytes are gathered before they are handed on.
_AT_ONCE = 1 << 20

#: So that a copy reads the same wherever it is made.
_SPEECH = (
    "SET LOCAL timezone = 'UTC'", "SET LOCAL datestyle = 'ISO'", "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1", "SET LOCAL client_encoding = 'UTF8'",
)  # fmt: skip


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """About a megabyte of rows at a time, each ended by a newline."""
    _speak(connection)
    asked = f"COPY (SELECT {table.names} FROM {table.quoted} ORDER BY {table.order}) TO STDOUT"  # noqa: S608
    gathered = bytearray()
    with _driver(connection).cursor() as cursor, cursor.copy(asked) as copy:
        for line in copy:
            gathered += line
            if len(gathered) >= _AT_ONCE:
                yield bytes(gathered)
                gathered.clear()
    if gathered:
        yield bytes(gathered)


def fill(connection: Connection, table: Table, portions: Iterable[bytes]) -> None:
    _speak(connection)
    put = f"COPY {table.quoted} ({table.names}) FROM STDIN"
    with _driver(connection).cursor() as cursor, cursor.copy(put) as copy:
        for portion in portions:
            copy.write(portion)


def _speak(connection: Connection) -> None:
    for said in _SPEECH:
        connection.exec_driver_sql(said)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
