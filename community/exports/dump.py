"""All that a library has, as one ZIP that any program can read: for a library that leaves.

Per table a file of JSON Lines, a schema that says what each column means to a database, and the
pictures. Read in one snapshot, a piece at a time; nothing of another library comes along, and
nothing that opens a door.
"""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, Table, func, select

from community.db import Base
from community.exports import scope
from community.exports.snapshots import snapshot
from community.pictures import storage
from community.plain import to_plain

#: Of the whole; a reader looks at this first.
FORMAT = "kenniskring-library-dump/1"
_AT_ONCE = 1_000

#: Told now and then: how many rows are written, of how many.
Progress = Callable[[int, int], None]

README = """\
This is everything that one library has in Kenniskring.

schema.json        what each table and column is, and what was left out, with the reason
tables/NAME.jsonl  one row per line, as JSON; moments in UTC, days and times as ISO 8601
pictures/          the pictures, named by their digest and width (table "picture")

No passwords, sessions, keys of links, or rows of other libraries are in it.
"""


def write(
    path: Path,
    engine: Engine,
    library_id: int,
    instance: Path,
    *,
    now: datetime,
    progress: Progress = lambda _done, _total: None,
) -> int:
    """Write the ZIP; it appears whole or not at all. How many rows there are in it."""
    fresh = path.with_name(f".{path.name}.part")
    try:
        with (
            snapshot(engine) as connection,
            zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file,
        ):
            counts = {table.name: _count(connection, table, library_id) for table in scope.tables()}
            total, done = sum(counts.values()), 0
            file.writestr("README.txt", README)
            file.writestr("schema.json", _json(schema(counts, now), indent=2))
            for table in scope.tables():
                with file.open(f"tables/{table.name}.jsonl", "w") as lines:
                    for some in _written(lines, connection, table, library_id):
                        done += some
                        progress(done, total)
            _add_pictures(file, storage.folder_of(instance, library_id))
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return total


def schema(counts: dict[str, int], now: datetime) -> dict[str, Any]:
    """From the description that the database itself is made of, so that nothing is forgotten."""
    what_it_is = {
        str(mapper.local_table): (mapper.class_.__doc__ or "").strip()
        for mapper in Base.registry.mappers
    }
    return {
        "format": FORMAT,
        "made_at": _plain(now),
        "tables": [
            {
                "name": table.name,
                "file": f"tables/{table.name}.jsonl",
                "rows": counts.get(table.name, 0),
                "about": what_it_is.get(table.name, "Which belongs to which."),
                "columns": [_column(column) for column in scope.columns(table)],
                "left_out_columns": _left_out(table),
            }
            for table in scope.tables()
        ],
        "left_out_tables": scope.LEFT_OUT,
    }


def _column(column: Any) -> dict[str, Any]:
    points_at = sorted(f"{key.column.table.name}.{key.column.name}" for key in column.foreign_keys)
    kind = getattr(column.type, "impl", column.type)
    return {
        "name": column.name,
        "type": type(kind).__name__.lower(),
        "nullable": bool(column.nullable),
        "primary_key": bool(column.primary_key),
        "points_at": points_at[0] if points_at else None,
    }


def _left_out(table: Table) -> dict[str, str]:
    secret = {each.name: "opens a door" for each in table.c if scope.SECRET.search(each.name)}
    return {**secret, **scope.STAYS.get(table.name, {})}


def _count(connection: Connection, table: Table, library_id: int) -> int:
    whole = scope.rows(table, library_id).order_by(None).subquery()
    return connection.scalar(select(func.count()).select_from(whole)) or 0


def _written(
    lines: IO[bytes], connection: Connection, table: Table, library_id: int
) -> Iterator[int]:
    piecewise = connection.execution_options(yield_per=_AT_ONCE)
    with piecewise.execute(scope.rows(table, library_id)) as found:
        for some in found.mappings().partitions():
            lines.write("".join(f"{_json(_row(row))}\n" for row in some).encode())
            yield len(some)


def _row(row: Any) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, (frozenset, tuple)) or is_dataclass(value):
        return to_plain(value)
    return value


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _add_pictures(file: zipfile.ZipFile, folder: Path) -> None:
    """They are compressed as they are."""
    for picture in sorted(folder.glob("*.webp")) if folder.is_dir() else ():
        file.write(picture, f"pictures/{picture.name}", zipfile.ZIP_STORED)
