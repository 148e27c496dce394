"""What we ask of PostgreSQL's driver, so that many people at once do not wait for each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError

#: Seconds after which a connection that nobody used is asked whether it is still one.
IDLE = 1.0


class Cursor(psycopg.Cursor[Any]):
    """Says of a column what SQLAlchemy reads, its name and type; psycopg's own words cost more."""

    @property
    def description(self) -> Any:
        result = self.pgresult
        if result is None or not result.nfields:
            return None
        return [
            ((result.fname(n) or b"").decode(), result.ftype(n), None, None, None, None, None)
            for n in range(result.nfields)
        ]


def configure(engine: Engine) -> None:
    """Use our cursor, and notice a restart without a question before every use in a rush."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.cursor_factory = Cursor

    @event.listens_for(engine, "checkin")
    def _rest(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _wake(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("idle_since")
        if since is None or monotonic() - since < IDLE:
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.Error as error:
            raise InvalidatePoolError from error


@contextmanager
def one_trip(connection: Connection) -> Iterator[psycopg.Connection]:
    """Send statement after statement; at the end hear whether one of them went wrong."""
    driver: psycopg.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    try:
        with driver.pipeline():
            yield driver
    except psycopg.Error as error:
        wrapped = DBAPIError.instance(None, None, error, psycopg.Error, dialect=connection.dialect)
        raise wrapped from error
