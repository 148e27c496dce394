"""How much one person can ask of others, and how long we wait. One place for all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.introductions import queries
from community.words import N_

#: Who came less than this ago, and has met nobody through us, asks less of people.
NEW_FOR = timedelta(days=30)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)

#: After this we ask once more, and after this an introduction nobody answered ends.
REMINDED_AFTER = timedelta(days=7)
ENDS_AFTER = timedelta(days=21)
#: After both said yes: when we ask what came of it, and when we stop asking.
ASKED_AFTER = timedelta(days=14)
DONE_AFTER = timedelta(days=60)
#: Messages go this long after the introduction ended.
MESSAGES_KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Most:
    asked_in_a_week: int
    written_in_a_day: int


NEW_HERE = Most(asked_in_a_week=3, written_in_a_day=10)
KNOWN_HERE = Most(asked_in_a_week=10, written_in_a_day=50)


class EnoughForNow(DomainError):
    """Somebody asks or writes more than people can bear."""


def may_ask(session: Session, library_id: int, person_id: int, *, now: datetime) -> None:
    most = _most(session, library_id, person_id, now)
    if queries.count_begun(session, library_id, person_id, now - WEEK) >= most.asked_in_a_week:
        raise EnoughForNow(
            N_(
                "You have asked %(most)s people this week. Wait for their answers before you "
                "ask more."
            ),
            most=most.asked_in_a_week,
        )


def may_write(session: Session, library_id: int, person_id: int, *, now: datetime) -> None:
    most = _most(session, library_id, person_id, now)
    if queries.count_written(session, library_id, person_id, now - DAY) >= most.written_in_a_day:
        raise EnoughForNow(
            N_("You have written a lot today. Carry on tomorrow, or call each other.")
        )


def _most(session: Session, library_id: int, person_id: int, now: datetime) -> Most:
    is_new = queries.is_new_here(session, library_id, person_id, now - NEW_FOR)
    return NEW_HERE if is_new else KNOWN_HERE
