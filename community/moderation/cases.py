"""Opening a case: what waits for a librarian, and why. And taking it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import queries as accounts
from community.accounts.models import Role
from community.accounts.roles import reaches
from community.db import insert_once
from community.moderation import queries, telling
from community.moderation.models import FIRSTS, Case, Verdict, Why

#: Of whom nothing waits, and nothing is hidden before a colleague has looked.
OURS = Role.STAFF


def must_wait(session: Session, library_id: int, person_id: int, kind: str) -> bool:
    """Whether what this person makes now waits for a librarian before others see it.

    The first two of a kind do, counted by what was let through; so does everything of whom
    everything is hidden. Of who works here nothing waits.
    """
    if queries.is_kept_back(session, library_id, person_id):
        return True
    if is_ours(session, library_id, person_id):
        return False
    return queries.count_let_through(session, library_id, person_id, kind) < FIRSTS


def is_ours(session: Session, library_id: int, person_id: int | None) -> bool:
    """Whether it is a colleague's."""
    if person_id is None:
        return False
    return reaches(accounts.find_role(session, library_id, person_id), OURS)


def is_waiting(session: Session, library_id: int, kind: str, subject_id: int) -> bool:
    """Whether nobody sees it yet because a librarian has to look first."""
    found = queries.find_open_case(session, library_id, kind, subject_id)
    return found is not None and found.why is Why.FIRST


def ask_for_a_look(
    session: Session,
    library_id: int,
    kind: str,
    subject_id: int,
    *,
    author_id: int,
    now: datetime,
) -> Case:
    """A first of somebody waits; asking again while it waits opens nothing new."""
    return opened(
        session, library_id, kind, subject_id, author_id=author_id, why=Why.FIRST, now=now
    )


def withdraw(
    session: Session, library_id: int, kind: str, subject_id: int, *, now: datetime
) -> None:
    """Its author took it away: nobody has to look any more. Doing so twice changes nothing."""
    case = queries.lock_open(session, library_id, kind, subject_id)
    if case is not None:
        case.verdict, case.decided_at = Verdict.WITHDRAWN, now
        session.flush()
        telling.tell(session, case, now=now)


def opened(
    session: Session,
    library_id: int,
    kind: str,
    subject_id: int,
    *,
    author_id: int | None,
    why: Why,
    now: datetime,
) -> Case:
    """The open case of a thing, locked; opened when there was none, whoever else is doing so."""
    while True:
        insert_once(
            session,
            Case,
            library_id=library_id,
            subject_kind=kind,
            subject_id=subject_id,
            author_id=author_id,
            why=why,
            opened_at=now,
        )
        # Decided in between by somebody else, it is no longer the open one.
        if case := queries.lock_open(session, library_id, kind, subject_id):
            return case
