"""The database: model base, session, and the one function that commits."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    String,
    Table,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime on every database, SQLite included."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A `StrEnum` kept as its plain value, so that a new member needs no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Words(TypeDecorator[frozenset[StrEnum]]):
    """A set of members of a `StrEnum`, kept as their plain values with commas between."""

    impl = String(200)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: frozenset[StrEnum] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return ",".join(word.value for word in self.kind if word in value)

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> frozenset[StrEnum] | None:
        if value is None:
            return None
        return frozenset(self.kind(word) for word in value.split(",") if word)


class Base(DeclarativeBase):
    # The map sits on the registry: Flask-SQLAlchemy derives a class from Base,
    # where SQLAlchemy 2.1 would refuse it.
    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime},
    )


#: Last of a model's `__table_args__`: the number of a removed row is not given to another, as it
#: never is on PostgreSQL. For what the log and the outbox name by its plain number.
NEVER_AGAIN = {"sqlite_autoincrement": True}

#: The engine and the request's session. Models derive from Base, so that mypy sees their columns.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

_LAST_WORDS = "last_words"


def session() -> Session:
    """The session of this request, for reading."""
    return db.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit on success, roll back on any error. Nothing else in the project commits.

    The read snapshot that loaded the current user ends first, so everything
    inside the block is read again under the write lock.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside transaction()")
    session.rollback()
    with _turn_to_write(session.get_bind()):
        session.connection(execution_options={"write": True})
        session.info[_LAST_WORDS] = {}
        try:
            yield session
            session.flush()
            for say in session.info[_LAST_WORDS].values():
                say(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(_LAST_WORDS, None)


def table_of(model: type[Base]) -> Table:
    """The plain table, for statements that need no objects."""
    return cast("Table", model.__table__)


def insert_once(session: Session, table: type[Base], **values: object) -> bool:
    """Insert a row unless its key stands already, whoever else is inserting it; say which."""
    statement = _insert_once(table, session.get_bind().dialect.name)
    return cast("CursorResult[Any]", session.execute(statement, values)).rowcount == 1


@cache
def _insert_once(table: type[Base], dialect: str) -> Insert:
    """Built once: building a statement costs more than running it."""
    statement = insert_for(dialect)(table_of(table)).on_conflict_do_nothing()
    # Else psycopg's count is lost, and on PostgreSQL every row would seem to have been there.
    return statement.execution_options(preserve_rowcount=True)


def insert_for(dialect: str) -> Callable[..., sqlite.Insert | postgresql.Insert]:
    """The `insert()` that knows ON CONFLICT on this database."""
    return sqlite.insert if dialect == "sqlite" else postgresql.insert


def before_commit(session: Session, key: Hashable, say: Callable[[Session], None]) -> None:
    """Run `say` once, as the last statement before the commit.

    Rows that every writer touches (a library's version) are locked last and for a moment only, in
    one place, so that no two transactions can wait for each other.
    """
    session.info[_LAST_WORDS].setdefault(key, say)


@contextmanager
def _turn_to_write(bind: Engine | Connection) -> Iterator[None]:
    """On SQLite, wait in the kernel's queue for the one writer's turn.

    SQLite itself polls: with 100 writers in flight 4 % gave up after 5 s; queued, none does.
    """
    if bind.dialect.name != "sqlite" or not bind.engine.url.database:
        yield
        return
    with Path(f"{bind.engine.url.database}.writer").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def configure_engine(engine: Engine) -> None:
    """On SQLite: foreign keys, WAL, and BEGIN IMMEDIATE for writers, so no check can race."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA busy_timeout = 30000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
