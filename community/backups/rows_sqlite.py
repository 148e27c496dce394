"""Rows of SQLite as PostgreSQL's COPY writes them, and back. SQLite itself does the writing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from community.backups.tables import Column, Kind, Table

#: So many signs are gathered before they are handed on; rows may be long.
_AT_ONCE = 1 << 20

_NOTHING = r"\N"
_PLAIN = r"""replace(replace(replace(replace({}, '\', '\\'), char(9), '\t'),
             char(10), '\n'), char(13), '\r')"""

#: A column as text, by what it holds. What is not here is written as it is.
_SAID = {
    Kind.TEXT: _PLAIN,
    Kind.JSON: _PLAIN,
    Kind.YES_NO: "CASE {} WHEN 0 THEN 'f' WHEN 1 THEN 't' END",
    Kind.MOMENT: "{} || '+00'",
    Kind.REAL: "printf('%!.17g', {})",
    Kind.BYTES: r"'\\x' || hex({})",
}
_SIGN = re.compile(r"\\(.)", re.DOTALL)
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """About a megabyte of rows at a time, each ended by a newline."""
    each = " || char(9) || ".join(_said(column) for column in table.columns)
    asked = f"SELECT {each} FROM {table.quoted} ORDER BY {table.order}"  # noqa: S608
    cursor = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
    cursor.execute(asked)
    gathered, size = [], 0
    for (line,) in cursor:
        gathered.append(line)
        size += len(line)
        if size >= _AT_ONCE:
            yield "".join(f"{line}\n" for line in gathered).encode()
            gathered, size = [], 0
    if gathered:
        yield "".join(f"{line}\n" for line in gathered).encode()


def _said(column: Column) -> str:
    quoted = f'"{column.name}"'
    said = _SAID.get(column.kind, "{}").format(quoted)
    if column.kind is Kind.REAL:  # It writes nothing as zero.
        return f"CASE WHEN {quoted} IS NULL THEN '{_NOTHING}' ELSE {said} END"
    return f"coalesce({said}, '{_NOTHING}')"


def fill(connection: Connection, table: Table, portions: Iterable[bytes]) -> None:
    """Put rows in, a portion in memory at a time."""
    marks = ", ".join("?" * len(table.columns))
    statement = f"INSERT INTO {table.quoted} ({table.names}) VALUES ({marks})"  # noqa: S608
    reads = [
        (place, _READ[column.kind])
        for place, column in enumerate(table.columns)
        if column.kind in _READ
    ]
    driver: Any = connection.connection.driver_connection
    for portion in portions:
        driver.executemany(statement, _values(portion.decode(), reads))


def _values(text: str, reads: list[tuple[int, Callable[[str], object]]]) -> Iterator[list[object]]:
    for line in text.split("\n"):  # `splitlines` knows ends that stand in what people write.
        if not line:
            continue
        values: list[Any] = line.split("\t")
        if "\\" in line:
            values = [_unescaped(value) for value in values]
        for place, read in reads:
            if values[place] is not None:
                values[place] = read(values[place])
        yield values


def _unescaped(value: str) -> str | None:
    if value == _NOTHING:
        return None
    return _SIGN.sub(_meant, value) if "\\" in value else value


def _meant(found: re.Match[str]) -> str:
    sign = found[1]
    return _SIGNS.get(sign, sign)


def _moment(value: str) -> str:
    """As `UtcDateTime` is kept: without a zone, with all six digits."""
    return _time(value.removesuffix("+00"))


def _time(value: str) -> str:
    whole, _point, rest = value.partition(".")
    return f"{whole}.{rest:0<6}"


#: By affinity SQLite makes numbers of text itself; these it would leave as they are written.
_READ: dict[Kind, Callable[[str], object]] = {
    Kind.YES_NO: lambda value: value == "t",
    Kind.MOMENT: _moment,
    Kind.TIME: _time,
    Kind.BYTES: lambda value: bytes.fromhex(value[2:]),
}
