"""Taking off what looks at each row apart, for as long as all of them are put in at once.

Foreign keys, indexes and triggers of a house are taken off before and put back after: looking at
all rows together is many times as quick, no order among tables is right for what points both ways,
and what may not be changed in it has to make place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

_INDEXES = """
    SELECT format('DROP INDEX %%I', c.relname), pg_get_indexdef(c.oid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = current_schema::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)
    ORDER BY c.relname"""
_FOREIGN_KEYS = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s',
                  conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema::regnamespace
    ORDER BY conrelid::regclass::text, conname"""
#: Those of search stay: by them its index follows what is put in.
_TRIGGERS = """
    SELECT DISTINCT format('ALTER TABLE %%s DISABLE TRIGGER USER', tgrelid::regclass),
           format('ALTER TABLE %%s ENABLE TRIGGER USER', tgrelid::regclass)
    FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = current_schema::regnamespace
    AND relname <> 'search_document'"""
_ON_SQLITE = """
    SELECT 'DROP ' || type || ' "' || name || '"', sql FROM sqlite_master
    WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name <> 'search_document'
    AND tbl_name NOT LIKE 'search\\_trigram%' ESCAPE '\\' ORDER BY type DESC, name"""


class PointsAtNothing(Exception):
    """A row names another that is not there."""


@contextmanager
def loosened(connection: Connection) -> Iterator[None]:
    """In a transaction; on SQLite one that was begun `without_foreign_keys`."""
    on_sqlite = connection.dialect.name == "sqlite"
    asked = (_ON_SQLITE,) if on_sqlite else (_TRIGGERS, _FOREIGN_KEYS, _INDEXES)
    steps = [tuple(row) for each in asked for row in connection.exec_driver_sql(each)]
    for off, _on in steps:
        connection.exec_driver_sql(off)
    yield
    for _off, on in reversed(steps):
        connection.exec_driver_sql(on)
    if on_sqlite:
        wrong = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if wrong is not None:
            raise PointsAtNothing(f"{wrong[0]} {wrong[1]}")


@contextmanager
def without_foreign_keys(engine: Engine) -> Iterator[None]:
    """Every connection within: SQLite turns them on and off between transactions only."""
    if engine.dialect.name != "sqlite":
        yield
        return

    def loosen(connection: object, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined]
        # Four times this is not quicker, and costs 70 MB more in a large house (measured).
        connection.execute("PRAGMA cache_size = -16384")  # type: ignore[attr-defined]

    event.listen(engine, "connect", loosen)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", loosen)
        engine.dispose()
