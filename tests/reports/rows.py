"""Activities that were held and closed, as the log has them."""

from __future__ import annotations

from datetime import datetime, timedelta

from community.clock import now
from community.db import session, transaction
from community.gatherings import closing
from community.gatherings.models import Gathering
from tests.factories import a_gathering

HOUR = timedelta(hours=1)


def a_held(
    people: int,
    *,
    at: datetime,
    estimated: bool = False,
    title: str = "Repair Café",
    **fields: object,
) -> Gathering:
    """A gathering that ended an hour after it began, and was closed by counting."""
    gathering = a_gathering(title, starts_at=at, ends_at=at + HOUR, **fields)
    recount(gathering, people, estimated=estimated)
    return gathering


def recount(gathering: Gathering, people: int, *, estimated: bool = False) -> None:
    with transaction() as tx:
        closing.close(
            tx, gathering.library_id, gathering.id, people, estimated=estimated, now=now()
        )
    session().rollback()
