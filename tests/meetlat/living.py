"""Evenings as a library lives them: through the house's own services, log and all."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from community.accounts.models import Person
from community.clock import from_local, local_day, now
from community.db import session, transaction
from community.gatherings import attendance, closing
from community.gatherings.attendance import NOTHING, Note, Said, Via
from community.gatherings.models import Gathering
from community.meetlat import log_queries, standing
from community.meetlat.engine.aggregates import Aggregates
from tests.factories import a_gathering, the_library

_keys = itertools.count(1)

#: The last day of the twelve months that tests look at.
UNTIL = local_day(now()) - timedelta(days=1)


def at(days_ago: int, hour: int = 14) -> datetime:
    return from_local(UNTIL - timedelta(days=days_ago), time(hour))


def came(
    gathering: Gathering,
    person: Person | None,
    *,
    minutes: int = 0,
    people: int = 1,
    said: Said = NOTHING,
) -> str:
    """Somebody walks in, so many minutes from the start; the key of the note."""
    key = f"{next(_keys):032d}"
    moment = gathering.starts_at + timedelta(minutes=minutes)
    name = "" if person is None or gathering.is_sensitive else person.first_name
    note = Note(people, moment, Via.WALK_IN, name, said)
    with transaction() as tx:
        attendance.note_walk_in(
            tx, gathering.library_id, gathering.id, key, note,
            person_id=person.id if person else None, now=moment,
        )  # fmt: skip
    return key


def close(gathering: Gathering, heads: int, *, days_later: int = 0) -> None:
    moment = gathering.ends_at + timedelta(hours=1, days=days_later)
    with transaction() as tx:
        closing.close(
            tx, gathering.library_id, gathering.id, heads, estimated=False, now=moment
        )  # fmt: skip


def an_evening(
    days_ago: int, people: Iterable[Person] = (), heads: int | None = None, **fields: object
) -> Gathering:
    """A gathering that was, with who came, closed an hour after."""
    minutes = fields.pop("minutes", 0)
    assert isinstance(minutes, int)
    there = list(people)
    gathering = a_gathering(**{"starts_at": at(days_ago), **fields})
    for person in there:
        came(gathering, person, minutes=minutes)
    close(gathering, len(there) if heads is None else heads)
    return gathering


def counted(until: date = UNTIL) -> Aggregates:
    session().rollback()
    return standing.compute(session(), the_library().id, until).aggregates


def last_row() -> int:
    return log_queries.last_row(session())
