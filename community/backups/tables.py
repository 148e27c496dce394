"""What stands in a database, read from the database itself: a copy may be older than our models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from community.search.models import is_of_trigrams


class Kind(StrEnum):
    """What a column holds, said alike for both engines."""

    TEXT = "text"
    NUMBER = "number"
    REAL = "real"
    YES_NO = "yes_no"
    MOMENT = "moment"
    DAY = "day"
    TIME = "time"
    JSON = "json"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]  #: In this order its rows are copied, so that a copy is the same twice.

    @property
    def shape(self) -> tuple[str, frozenset[Column]]:
        """What two databases agree on; in which order columns were added, they need not."""
        return self.name, frozenset(self.columns)

    @property
    def is_numbered(self) -> bool:
        return self.key == ("id",) and Column("id", Kind.NUMBER) in self.columns

    @property
    def quoted(self) -> str:
        return f'"{self.name}"'

    @property
    def names(self) -> str:
        return ", ".join(f'"{column.name}"' for column in self.columns)

    @property
    def order(self) -> str:
        return ", ".join(f'"{name}"' for name in self.key)


class UnknownColumn(RuntimeError):
    """A table holds something that no copy was taught to write."""


#: The first that fits: a moment is a date to nobody, but a BIGINT is an integer.
_KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], Kind], ...] = (
    (sa.JSON, Kind.JSON),
    (sa.Boolean, Kind.YES_NO),
    (sa.DateTime, Kind.MOMENT),
    (sa.Date, Kind.DAY),
    (sa.Time, Kind.TIME),
    (sa.Float, Kind.REAL),
    (sa.Integer, Kind.NUMBER),
    (sa.LargeBinary, Kind.BYTES),
    (sa.String, Kind.TEXT),
)

#: Says which step of the migrations the tables stand at.
STEP = "alembic_version"


def read_all(connection: Connection) -> list[Table]:
    """Every table that holds what people and rooms wrote; not what is worked out from it."""
    inspector = sa.inspect(connection)
    keys = inspector.get_multi_pk_constraint()
    return [
        Table(
            name,
            tuple(Column(each["name"], _kind(name, each)) for each in columns),
            tuple(keys[whose]["constrained_columns"]),
        )
        for whose, columns in sorted(inspector.get_multi_columns().items(), key=_by_name)
        if _is_copied(name := whose[1])
    ]


def count(connection: Connection, table: Table) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table.quoted}").scalar_one())  # noqa: S608


def step_of(connection: Connection) -> str | None:
    """Where the migrations stand; None: nothing was built here yet."""
    if not sa.inspect(connection).has_table(STEP):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {STEP}").scalars().all()  # noqa: S608
    return str(found[0]) if found else None


def last_numbers(connection: Connection, tables: Sequence[Table]) -> dict[str, int]:
    """The last number that each table gave to a row, also to one that is gone."""
    numbered = [table.name for table in tables if table.is_numbered]
    if connection.dialect.name == "sqlite":
        given = dict(_pairs(connection, "SELECT name, seq FROM sqlite_sequence"))
    else:
        given = dict(
            _pairs(
                connection,
                "SELECT t.relname, pg_sequence_last_value(s.oid) FROM pg_class s"
                " JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')"
                " JOIN pg_class t ON t.oid = d.refobjid"
                " WHERE s.relkind = 'S' AND s.relnamespace = current_schema::regnamespace",
            )
        )
    return {name: last for name in numbered if (last := given.get(name)) is not None}


def _pairs(connection: Connection, asked: str) -> list[tuple[str, int]]:
    return [(row[0], row[1]) for row in connection.exec_driver_sql(asked)]


def _by_name(item: tuple[Any, Any]) -> str:
    return str(item[0][1])


def _is_copied(name: str) -> bool:
    """Not the trigrams, which their own triggers make again, nor the queue that huey keeps."""
    return name != STEP and not is_of_trigrams(name) and not name.startswith(("huey_", "sqlite_"))


def _kind(table: str, column: Any) -> Kind:
    for type_, kind in _KINDS:
        if isinstance(column["type"], type_):
            return kind
    raise UnknownColumn(f"{table}.{column['name']} is {column['type']!r}")
