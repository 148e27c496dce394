"""Whatever breaks in the middle of a change leaves nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Person
from community.activity.models import Activity, PersonKey
from community.clock import now
from community.db import Base, db, session, transaction
from community.gatherings import sign_up_changes, sign_ups
from community.gatherings.models import Gathering, SignUp
from community.libraries.models import LibraryVersion
from community.outbox.models import OutboxMail
from tests.factories import a_gathering, a_person

pytestmark = pytest.mark.usefixtures("app")

TABLES: tuple[type[Base], ...] = (
    Gathering, SignUp, Membership, PersonKey, OutboxMail, Activity, LibraryVersion,
)  # fmt: skip


class BrokenOff(Exception):
    pass


@contextmanager
def breaking_off_after(statements: int) -> Iterator[None]:
    """Let so many statements through to the database, and fail right after the last of them."""
    seen = count(1)

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN") and next(seen) == statements:
            raise BrokenOff

    event.listen(db.engine, "after_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", look)


def everything() -> list[list[Any]]:
    rows = [session().execute(select(model.__table__)).all() for model in TABLES]
    session().rollback()
    return [sorted(map(tuple, table), key=str) for table in rows]


def signing_up(gathering: Gathering) -> Callable[[Session], object]:
    person_id = a_person().id
    return lambda tx: sign_ups.sign_up(
        tx,
        gathering.library_id,
        gathering.id,
        tx.get_one(Person, person_id),
        confirmed=True,
        may_invite=True,
        now=now(),
    )


def held_too_long(gathering: Gathering) -> SignUp:
    person_id, long_ago = a_person().id, now() - timedelta(hours=2)
    with transaction() as tx:
        return sign_ups.sign_up(
            tx,
            gathering.library_id,
            gathering.id,
            tx.get_one(Person, person_id),
            confirmed=False,
            now=long_ago,
        )


def doing(verb: Callable[[Session], Any]) -> Any:
    with transaction() as tx:
        return verb(tx)


@pytest.mark.parametrize(
    "what", ["a free seat", "the waiting list", "a late confirmation", "going"]
)
def test_what_breaks_off_anywhere_has_not_happened(what: str) -> None:
    gathering = a_gathering(capacity=2)
    first = doing(signing_up(gathering))
    act = signing_up(gathering)
    if what != "a free seat":
        late = held_too_long(gathering)
        doing(signing_up(gathering))
        doing(signing_up(gathering))
    if what == "a late confirmation":
        act = lambda tx: sign_ups.confirm(tx, late.id, now=now())  # noqa: E731
    elif what == "going":
        act = lambda tx: sign_up_changes.leave(tx, first.id, now=now())  # noqa: E731
    before = everything()
    for statements in count(1):
        try:
            with breaking_off_after(statements):
                doing(act)
        except BrokenOff:
            assert everything() == before, f"broken off after {statements} statements"
        else:
            break
    assert statements > 5
    assert everything() != before
