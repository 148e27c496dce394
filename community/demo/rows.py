"""Rows in bulk: the demo writes thousands at once, past the services but never past the rules.

A test holds what comes out against what the services promise: counters, queue, log.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from community.db import Base

Row = dict[str, Any]

CHUNK = 5000


def add(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert them, some at a time."""
    for chunk in _chunks(rows):
        session.execute(insert(table), chunk)


def add_returning_ids(session: Session, table: type[Base], rows: Sequence[Row]) -> list[int]:
    """The new ids, in the order of the rows."""
    ids: list[int] = []
    for chunk in _chunks(rows):
        column = table.__table__.c.id
        statement = insert(table).returning(column, sort_by_parameter_order=True)
        ids.extend(session.scalars(statement, chunk).all())
    return ids


def secret(chance: Random) -> str:
    """128 bits that are the same at every run: good enough for a town that does not exist."""
    return f"{chance.getrandbits(128):032x}"


def _chunks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield list(rows[start : start + CHUNK])
