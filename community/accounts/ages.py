"""Who is under 16: they offer and ask nothing, and are brought in touch with nobody.

This is the one place that knows. Each room that lets people offer something, or meet, asks here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from community.accounts import queries
from community.accounts.models import Person
from community.clock import local_day
from community.db import changed_rows
from community.errors import DomainError
from community.words import N_

OF_AGE = 16


class NotOldEnough(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("This is for people aged 16 and over. Ask the library to help you."))


#: What a room stops for somebody who is marked: person id, moment. Commits nothing.
Stop = Callable[[Session, int, datetime], None]
_stops: list[Stop] = []


def stops(stop: Stop) -> None:
    """Tell what stops when somebody is marked; once, while the app is made."""
    if stop not in _stops:
        _stops.append(stop)


# ─── asked by every room ───


def hold(session: Session, person_id: int) -> None:
    """Until this transaction ends nobody marks them: what is opened now is seen by who does.

    Before a row of theirs is locked, as `mark` comes by in the same order.
    """
    held = select(Person.id).where(Person.id == person_id)
    session.execute(held.with_for_update(key_share=True))


def check(session: Session, person_id: int, *, says_so: bool = True, now: datetime) -> None:
    """Refuse whom a librarian marked; and who neither says now nor said before to be 16."""
    if is_under_age(session, person_id, now=now) or not (says_so or said_age(session, person_id)):
        raise NotOldEnough


def is_under_age(session: Session, person_id: int, *, now: datetime) -> bool:
    marked = select(Person.id).where(Person.id == person_id, marked_at(now))
    return session.scalar(marked) is not None


def marked_at(now: datetime) -> ColumnElement[bool]:
    """Of a person in a select: marked as under 16, and not grown out of it."""
    return Person.under_age_until > local_day(now)


def said_age(session: Session, person_id: int) -> bool:
    """Whether this person said before, in whatever room, to be 16 or older."""
    said = select(Person.id).where(Person.id == person_id, Person.age_said_at.is_not(None))
    return session.scalar(said) is not None


def keep_said(session: Session, person_id: int, at: datetime) -> None:
    """They said it, and it is surely them: from now on no room asks again."""
    changed_rows(
        session,
        update(Person)
        .where(
            Person.id == person_id,
            Person.age_said_at.is_(None),
            or_(Person.under_age_until.is_(None), ~marked_at(at)),
        )
        .values(age_said_at=at, under_age_until=None),
    )


def say(session: Session, person_id: int, *, now: datetime) -> None:
    """Who is signed in says it themselves; of whom a librarian marked, it is not believed."""
    hold(session, person_id)
    check(session, person_id, now=now)
    keep_said(session, person_id, now)


# ─── by a librarian ───


def until_of(born: int) -> date:
    """From which day on somebody of this year of birth is 16, on whichever day they were born."""
    return date(born + OF_AGE + 1, 1, 1)


def mark(session: Session, library_id: int, person_id: int, *, born: int, now: datetime) -> Person:
    """Somebody is under 16: what they said of it falls, and what they may not have stops at once.

    Held first, as every room does that opens something of theirs.
    """
    until = until_of(born)
    queries.get_membership(session, library_id, person_id)
    person = session.get_one(Person, person_id, with_for_update={"key_share": True})
    if until <= local_day(now) or person.under_age_until == until:
        return person
    person.age_said_at, person.under_age_until = None, until
    session.flush()
    for stop in _stops:
        stop(session, person_id, now)
    return person


def unmark(session: Session, library_id: int, person_id: int) -> Person:
    """It was a mistake. What was stopped its person opens again, or not."""
    person = queries.get_membership(session, library_id, person_id).person
    person.under_age_until = None
    return person
