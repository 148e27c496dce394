"""Making the copy: all tables as they were at one moment, then the pictures, while people go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from community.backups import archive, rows, tables
from community.backups.archive import Manifest
from community.exports.snapshots import snapshot


class NothingToCopy(Exception):
    """There are no tables yet."""


def copy(path: Path, engine: Engine, instance: Path, key: str, *, now: datetime) -> Manifest:
    """Write the file. Pictures come after the rows that name them: a file of theirs never changes,
    so every picture of that moment that still is, is in it."""
    with snapshot(engine) as connection:
        step = tables.step_of(connection)
        if step is None:
            raise NothingToCopy
        found = tables.read_all(connection)
        manifest = Manifest(now, connection.dialect.name, step, found)
        manifest.last_numbers = tables.last_numbers(connection, found)
        with archive.writing(path, manifest, key) as file:
            for table in found:
                file.add_rows(table, rows.lines(connection, table))
            connection.rollback()  # Who waits for old rows to be swept waits no longer.
            for name, contents in _pictures(instance):
                file.add(name, contents)
    return manifest


def _pictures(instance: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((instance / "pictures").glob("*/*.webp")):
        name = path.relative_to(instance).as_posix()
        if archive.file_under(name) is not None:
            with suppress(FileNotFoundError):  # Erased in the meantime.
                yield name, path.read_bytes()
