"""The database: model base, session, and the one function that commits."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Column,
    Connection,
    CursorResult,
    DateTime,
    Delete,
    Dialect,
    Engine,
    Executable,
    Insert,
    MetaData,
    String,
    Table,
    Update,
    event,
)
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import (
    DeclarativeBase,
    Session,
    make_transient_to_detached,
    registry,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

from community import measures, postgres


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime on every database, SQLite included."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone is not kept")
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

#: The database is away, or has no connection free: no mistake of ours, and it passes.
AWAY = (OperationalError, InterfaceError, NoFreeConnection)

Row = TypeVar("Row", bound=Base)

#: The engine and the request's session. Models derive from Base, so that mypy sees their columns.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

_LAST_WORDS = "last_words"
_LEFT_TO_WRITE = "left_to_write"
_ONCE_IT_STANDS = "once_it_stands"

#: How a connection is told that it is going to write. PostgreSQL reads without a transaction: as
#: each statement sees what is committed by then either way, opening and ending one buys nothing.
WRITING: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"write": True},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


def name_of(error: BaseException) -> str:
    """What the driver calls it, without the statement and its values: for the log."""
    return type(error.orig if isinstance(error, DBAPIError) else error).__name__


def session() -> Session:
    """The session of this request, for reading."""
    return db.session()


@contextmanager
def transaction(*known: Base) -> Iterator[Session]:
    """Commit on success, roll back on any error. Nothing else in the project commits.

    The read snapshot that loaded the current user ends first, so everything
    inside the block is read again under the write lock. Only what is `known` is taken as it
    was read a moment ago: for who signs up, it does not matter who else she has become since.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside transaction()")
    for row in known:
        session.expunge(row)
    session.rollback()
    session.add_all(known)
    bind = session.get_bind()
    acts: list[Callable[[], object]] = []
    with _turn_to_write(bind):
        session.connection(execution_options=dict(WRITING[bind.dialect.name]))
        session.info[_LEFT_TO_WRITE], session.info[_LAST_WORDS] = [], {}
        session.info[_ONCE_IT_STANDS] = acts
        try:
            yield session
            session.flush()
            _end(session.connection(), session.info)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info[_LEFT_TO_WRITE], session.info[_LAST_WORDS]
            del session.info[_ONCE_IT_STANDS]
    for act in acts:
        act()


def _end(connection: Connection, left: Mapping[Any, Any]) -> None:
    """Write what was left for the end.

    On PostgreSQL in one trip with the commit, so that who waits for our locks waits for no more
    answers of ours.
    """
    on_sqlite = connection.dialect.name == "sqlite"
    with nullcontext() if on_sqlite else postgres.one_trip(connection) as driver:
        to_write = (*left[_LEFT_TO_WRITE], *left[_LAST_WORDS].values())
        for statement, alike in groupby(to_write, key=itemgetter(0)):
            rows = [values for _statement, values in alike]
            connection.execute(statement, rows if len(rows) > 1 else rows[0])
        if driver is not None:
            driver.commit()


def table_of(model: type[Base]) -> Table:
    """The plain table, for statements that need no objects."""
    return cast("Table", model.__table__)


def take_in(session: Session, model: type[Row], told: Mapping[str, object]) -> Row:
    """The object of a row that a statement on the plain table gave back.

    What the statement did not tell is read when somebody asks.
    """
    found = session.identity_map.get(identity_key(model, told["id"]))
    if found is None:
        found = model(id=told["id"])
        make_transient_to_detached(found)
        session.add(found)
    for name, value in told.items():
        set_committed_value(found, name, value)
    return found


def as_row(thing: Base) -> dict[str, Any]:
    """What an object that no session knows would be as a row, its defaults included.

    For who writes many at once, by one statement on the plain table.
    """
    given, columns = thing.__dict__, table_of(type(thing)).columns
    numbered = {c.key: given[c.key] for c in columns if c.primary_key and c.key in given}
    return numbered | {
        c.key: given[c.key] if c.key in given else _default(c) for c in columns if not c.primary_key
    }


def _default(column: Column[Any]) -> Any:
    default = column.default
    if isinstance(default, CallableColumnDefault):
        return default.arg(None)  # type: ignore[arg-type]  # Ours do not look at it.
    return default.arg if isinstance(default, ScalarElementColumnDefault) else None


def insert_once(session: Session, table: type[Base], **values: object) -> bool:
    """Insert a row unless its key stands already, whoever else is inserting it; say which."""
    statement = _insert_once(table, session.get_bind().dialect.name)
    # Else psycopg's count is lost, and on PostgreSQL every row would seem to have been there.
    counted = {"preserve_rowcount": True}
    done = session.execute(statement, values, execution_options=counted)
    return cast("CursorResult[Any]", done).rowcount == 1


def changed_rows(session: Session, statement: Delete | Update) -> int:
    """Run it; how many rows it changed. What the session holds of them is not looked at."""
    done = session.execute(
        statement, execution_options={"preserve_rowcount": True, "synchronize_session": False}
    )
    return cast("CursorResult[Any]", done).rowcount


def insert_once_later(session: Session, table: type[Base], **values: object) -> None:
    """The same, by `write_later`, for whom it makes no difference which."""
    write_later(session, _insert_once(table, session.get_bind().dialect.name), **values)


@cache
def _insert_once(table: type[Base], dialect: str) -> Insert:
    """Built once: building a statement costs more than running it."""
    return insert_for(dialect)(table_of(table)).on_conflict_do_nothing().inline()


def insert_for(dialect: str) -> Callable[..., SqliteInsert | PostgresInsert]:
    """The `insert()` that knows ON CONFLICT on this database."""
    return sqlite_insert if dialect == "sqlite" else postgres_insert


def write_later(session: Session, statement: Executable, **values: object) -> None:
    """Write at the end of the transaction, in this order, what nothing in it reads or needs back.

    The statement gives no rows; of an insert that means `.inline()`.
    """
    session.info[_LEFT_TO_WRITE].append((statement, values))


def before_commit(session: Session, key: Hashable, statement: Executable, **values: object) -> None:
    """Write once per key, as the last thing before the commit.

    Rows that every writer touches (a library's version) are locked last and for a moment only, in
    one place, so that no two transactions can wait for each other.
    """
    session.info[_LAST_WORDS].setdefault(key, (statement, values))


def after_commit(session: Session, act: Callable[[], object]) -> None:
    """Do what no transaction undoes (remove a file) once this one stands; never when it does not.

    Nobody waits for their turn to write meanwhile; it may have a transaction of its own.
    """
    session.info[_ONCE_IT_STANDS].append(act)


@contextmanager
def _turn_to_write(bind: Engine | Connection) -> Iterator[None]:
    """On SQLite, wait in the kernel's queue for the one writer's turn.

    SQLite itself polls: with 100 writers in flight 4 % gave up after 5 s; queued, none does.
    """
    if bind.dialect.name != "sqlite" or not bind.engine.url.database:
        yield
        return
    with Path(f"{bind.engine.url.database}.writer").open("w") as turn:
        with measures.waiting("turn"):
            fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def write_anew(engine: Engine) -> bool:
    """On SQLite: the file from scratch and its log emptied, so that only what is there is in it.

    Deleting overwrites most of what it frees, but not what once moved from page to page. False: a
    reader kept the log; once more later. On PostgreSQL its own vacuum sees to it.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        with _turn_to_write(engine):
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    return not busy


def configure_engine(engine: Engine) -> None:
    """On SQLite: foreign keys, WAL, and BEGIN IMMEDIATE for writers, so no check can race."""
    if engine.dialect.name != "sqlite":
        postgres.configure(engine)
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA busy_timeout = 30000")
        # What is deleted is overwritten, so that no words of anybody lie on in free pages.
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
