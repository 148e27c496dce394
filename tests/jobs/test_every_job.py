"""Every job of the house, whatever room it is of: twice is once, also twice at the same moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from community.clock import from_local, local_day, now
from community.db import Base, db, session, transaction
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.jobs import clock
from community.notifications.digesting import MORNING
from tests import factories
from tests.architecture.world import a_world
from tests.gatherings.crowd import rush
from tests.notifications.post import signed_up, wants

#: What the jobs of the house have to do in `something_due`, seen by what they change.
TOUCHED = {"outbox_mail", "sign_up", "gathering"}


def stands() -> dict[str, list[tuple[object, ...]]]:
    """All that is in the database."""
    session().rollback()
    with db.engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
        }


def changed(before: dict[str, list[tuple[object, ...]]]) -> set[str]:
    return {name for name, rows in stands().items() if rows != before[name]}


@pytest.fixture
def something_due(app) -> datetime:
    """A world with a reminder, a digest, a hold that ran out and somebody who waits for it."""
    library = a_world().here.library
    at = from_local(local_day(now()), MORNING)
    at += timedelta(days=(3 - at.weekday()) % 7)
    soon = factories.a_gathering("Straks", library=library, starts_at=at + timedelta(hours=2))
    reader = signed_up(soon).person
    factories.a_gathering("Nieuw", library=library, starts_at=at + timedelta(days=5),
                          published_at=at - timedelta(days=1))  # fmt: skip
    wants(reader, library.id, at=at - timedelta(days=30), digest=True)
    full = factories.a_gathering(library=library, starts_at=at + timedelta(days=9), capacity=1)
    factories.a_sign_up(full, status=SignUpStatus.PENDING, held_until=at - timedelta(minutes=5))
    factories.a_sign_up(full, status=SignUpStatus.WAITING)
    return at


def do_all(at: datetime) -> None:
    for job in clock.registered():
        job.do(at)
        session().rollback()


def test_a_minute_that_comes_twice_changes_nothing_in_any_room(something_due):
    empty = stands()
    do_all(something_due)
    assert changed(empty) >= TOUCHED
    once = stands()
    do_all(something_due)
    assert changed(once) == set()


def test_two_runners_at_the_same_moment_do_as_much_as_one(app, something_due):
    for job in clock.registered():
        assert rush(app, [partial(job.do, something_due)] * 2, in_flight=2) == [], job.name
    both = stands()
    do_all(something_due)
    assert changed(both) == set()
    with transaction() as tx:
        for gathering in tx.scalars(sa.select(Gathering)):
            seats = [each.party_size for each in tx.scalars(
                sa.select(SignUp).where(SignUp.gathering_id == gathering.id, SignUp.has_seat))
            ]  # fmt: skip
            assert gathering.taken == sum(seats)


@pytest.mark.parametrize("later", [timedelta(hours=6), timedelta(days=40)])
def test_after_a_long_sleep_once_is_enough(something_due, later):
    do_all(something_due + later)
    once = stands()
    do_all(something_due + later)
    assert changed(once) == set()
