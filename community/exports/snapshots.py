"""Reading a long list: from one moment, and some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session


def snapshot(engine: Engine) -> Connection:
    """A connection for reading only, on which nothing changes while it is read."""
    if engine.dialect.name == "sqlite":
        return engine.connect()
    return engine.connect().execution_options(isolation_level="REPEATABLE READ")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """The same for what reads objects. The request's own session reads without a transaction."""
    with snapshot(engine) as connection, Session(connection) as session:
        yield session
