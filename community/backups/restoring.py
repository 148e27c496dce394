"""Putting a copy back, in the one transaction that its caller holds: all of it, or nothing.

Where they are not so already, the tables are built as they were when the copy was made, by the same
migrations; filled; and then brought to where we are now by the rest of the migrations. So an old
copy fits a new house, and a copy of one engine the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from uuid import uuid4

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from community.backups import archive, rows, tables
from community.backups.archive import BrokenCopy, Manifest
from community.backups.loosening import loosened
from community.backups.tables import STEP, Table
from community.db import Base
from community.search.models import is_of_trigrams


class CannotRestore(Exception):
    """Says in a sentence why, before anything was changed."""


class PeopleLiveHere(CannotRestore):
    def __init__(self, number: int) -> None:
        super().__init__(
            f"{number} {'person has an account' if number == 1 else 'people have accounts'} here"
            " already."
        )


def refuse_unless_free(connection: Connection, migrations: Config, *, over: bool) -> None:
    """An empty database, or one that is wholly ours; with people in it only if that is said."""
    step, found = tables.step_of(connection), tables.read_all(connection)
    if step is not None and step not in _steps(migrations):
        raise CannotRestore(
            "The database belongs to a newer version of Kenniskring. Use an empty one."
        )
    strange = sorted({table.name for table in found} - set(Base.metadata.tables))
    if strange:
        raise CannotRestore(f"The database holds tables of something else: {', '.join(strange)}.")
    if step is None:
        if found:
            raise CannotRestore("The database holds tables that no migration made.")
        return
    if step != head(migrations):
        raise CannotRestore("The database is not up to date. Run `flask db upgrade` first.")
    people = next(table for table in found if table.name == "person")
    if not over and (number := tables.count(connection, people)):
        raise PeopleLiveHere(number)


def refuse_unless_known(manifest: Manifest, migrations: Config) -> None:
    if manifest.step not in _steps(migrations):
        raise CannotRestore(
            "The backup was made by a newer version of Kenniskring. Install that first."
        )


def _steps(migrations: Config) -> set[str]:
    return {each.revision for each in ScriptDirectory.from_config(migrations).walk_revisions()}


def head(migrations: Config) -> str:
    return str(ScriptDirectory.from_config(migrations).get_current_head())


def restore(connection: Connection, path: Path, manifest: Manifest, migrations: Config) -> None:
    """Empty the house, fill it, hold the counts against the manifest, bring it up to date."""
    if tables.step_of(connection) != manifest.step:
        _tear_down(connection)
        _migrate(connection, migrations, manifest.step)
    built = {table.name: table for table in tables.read_all(connection)}
    if {table.shape for table in manifest.tables} != {table.shape for table in built.values()}:
        raise BrokenCopy("its tables are not those of the version that made it")
    with loosened(connection):
        _empty(connection, list(built.values()))
        _fill(connection, path, manifest)
    for table in manifest.tables:
        if tables.count(connection, table) != manifest.counts.get(table.name):
            raise BrokenCopy(f"rows of {table.name} are missing")
    for table in manifest.tables:
        raise_number(connection, table, manifest.last_numbers.get(table.name, 0))
    if manifest.step != head(migrations):
        _migrate(connection, migrations, "head")
    connection.exec_driver_sql("ANALYZE")


def restore_pictures(path: Path, instance: Path) -> int:
    """Before the rows that name them; what is here already stays. How many were missing."""
    missing = 0
    for name, contents in archive.parts(path):
        under = archive.file_under(name)
        if under is None or (place := instance / under).exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{place.name}.{uuid4().hex}")
        fresh.write_bytes(contents)
        fresh.replace(place)
        missing += 1
    return missing


def raise_number(connection: Connection, table: Table, at_least: int) -> None:
    """The next row of this table gets a number above this one, and above all that are there."""
    if not table.is_numbered:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (at_least, table.name)
        )
        connection.exec_driver_sql(
            "INSERT INTO sqlite_sequence (name, seq) SELECT name, ? FROM sqlite_master"
            " WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'"
            " AND name NOT IN (SELECT name FROM sqlite_sequence)",
            (at_least, table.name),
        )
        return
    highest = f"SELECT greatest(%s::bigint, max(id)) AS top FROM {table.quoted}"  # noqa: S608
    connection.exec_driver_sql(
        f"SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(top, 1), top > 0)"  # noqa: S608
        f" FROM ({highest}) AS known",
        (table.quoted, at_least),
    )


def _empty(connection: Connection, built: list[Table]) -> None:
    """Also of what migrations plant: that is in the copy, as it has become."""
    if connection.dialect.name == "sqlite":
        for table in built:
            connection.exec_driver_sql(f"DELETE FROM {table.quoted}")  # noqa: S608
        connection.exec_driver_sql("DELETE FROM sqlite_sequence")
        return
    connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
    names = [table.quoted for table in built]
    if inspect(connection).has_table("search_trigram"):
        names.append("search_trigram")
    connection.exec_driver_sql(f"TRUNCATE {', '.join(names)}")


def _fill(connection: Connection, path: Path, manifest: Manifest) -> None:
    """Each part is held against its sum again: the file may have changed since it was checked."""
    of_name = {table.name: table for table in manifest.tables}
    parts = ((archive.table_of(name), name, contents) for name, contents in archive.parts(path))
    for of_table, portions in groupby(parts, key=lambda part: part[0]):
        if of_table is not None:
            rows.fill(connection, of_name[of_table], _checked(portions, manifest))


def _checked(
    portions: Iterator[tuple[str | None, str, bytes]], manifest: Manifest
) -> Iterator[bytes]:
    for _table, name, contents in portions:
        if manifest.sums[name] != archive.sum_of(contents):
            raise BrokenCopy(f"{name} changed while it was being read")
        yield contents


def _migrate(connection: Connection, migrations: Config, step: str) -> None:
    migrations.attributes["connection"] = connection
    try:
        command.upgrade(migrations, step)
    finally:
        del migrations.attributes["connection"]


def _tear_down(connection: Connection) -> None:
    """Everything that the migrations made; extensions and other people's tables stay."""
    if connection.dialect.name == "sqlite":
        for kind in ("trigger", "table"):
            for name in _made(connection, kind):
                connection.exec_driver_sql(f'DROP {kind} IF EXISTS "{name}"')
        return
    ours = [*(table.quoted for table in tables.read_all(connection)), STEP, "search_trigram"]
    functions = connection.exec_driver_sql(_FUNCTIONS).scalars().all()
    connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {', '.join(ours)} CASCADE")
    for function in functions:
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {function} CASCADE")


#: Of our triggers, and of search.
_FUNCTIONS = """
    SELECT DISTINCT p.oid::regprocedure::text FROM pg_proc p
    LEFT JOIN pg_trigger t ON t.tgfoid = p.oid AND NOT t.tgisinternal
    LEFT JOIN pg_class c ON c.oid = t.tgrelid
    WHERE p.pronamespace = current_schema::regnamespace
    AND (c.relnamespace = current_schema::regnamespace OR p.proname = 'search_trigrams_of')"""


def _made(connection: Connection, kind: str) -> list[str]:
    """A full-text index takes the tables that it keeps for itself along."""
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'",
        (kind,),
    )
    return [
        str(name)
        for name in names.scalars()
        if not is_of_trigrams(name) or name == "search_trigram" or kind == "trigger"
    ]
