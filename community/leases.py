"""Taking what is due from a queue of rows, so that two workers never get the same one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from community.db import Row


def claim_first(
    session: Session,
    kind: type[Row],
    may_go: ColumnElement[bool],
    *,
    now: datetime,
    lease: timedelta,
) -> Row | None:
    """Take the first row that may go, for the length of a lease; None when there is none.

    Its table has `due_at`, `leased_until` and `attempts`. One conditional UPDATE: on PostgreSQL it
    steps over what another worker is just taking, on SQLite there is one writer at a time.
    """
    row: Any = kind
    first = (
        select(row.id)
        .where(may_go)
        .order_by(row.due_at, row.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return session.scalars(
        update(kind)
        .where(row.id == first, may_go)
        .values(leased_until=now + lease, attempts=row.attempts + 1)
        .returning(kind)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()
