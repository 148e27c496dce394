"""How often somebody may knock on a door, counted in a table that all processes share."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import case
from sqlalchemy.orm import Session

from community.accounts.models import Knock
from community.db import insert_for
from community.errors import TooMany
from community.web.keys import house_key
from community.words import N_


class KnockedTooOften(TooMany):
    """Says when to come back; the guard turns it into a 429 with Retry-After."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, ceil(wait.total_seconds()))
        minutes = ceil(self.seconds / 60)
        if minutes == 1:
            super().__init__(N_("Too many attempts. Try again in a minute."))
        else:
            super().__init__(
                N_("Too many attempts. Try again in %(minutes)s minutes."), minutes=minutes
            )


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many knocks within one stretch of time, which begins with the first."""

    most: int
    within: timedelta


def count(
    session: Session, door: str, who: str, limit: Limit, *, now: datetime
) -> timedelta | None:
    """Count a knock; if it was one too many, how long to wait. One statement, so none is missed."""
    table = Knock.__table__
    first = insert_for(session.get_bind().dialect.name)(Knock).values(
        key=_key(door, who), window_ends_at=now + limit.within, count=1
    )
    over = table.c.window_ends_at <= now
    knocks, ends_at = session.execute(
        first.on_conflict_do_update(
            index_elements=[table.c.key],
            set_={
                "count": case((over, 1), else_=table.c.count + 1),
                "window_ends_at": case(
                    (over, first.excluded.window_ends_at), else_=table.c.window_ends_at
                ),
            },
        ).returning(Knock.count, Knock.window_ends_at)
    ).one()
    return ends_at - now if knocks > limit.most else None


def knock(
    session: Session, door: str, who: str, *, most: int, within: timedelta, now: datetime
) -> None:
    """Count a knock by `who` (an address, a network) on `door`; raises `TooMany`.

    What raises in a transaction is not counted. That is no leak: the knock that was one too many
    comes on top of as many as are allowed, and those stand. To count a try that fails later, knock
    in a transaction of its own: `doors.enter`.
    """
    if wait := count(session, door, who, Limit(most, within), now=now):
        raise KnockedTooOften(wait)


def _key(door: str, who: str) -> str:
    """Hashed with the installation's key: the table tells nobody who knocked."""
    secret = house_key().encode()
    return hmac.new(secret, f"knock:{door}:{who}".encode(), hashlib.sha256).hexdigest()
