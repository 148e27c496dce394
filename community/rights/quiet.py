"""Accounts of whom nothing was heard for two years: told twice, then erased as one erases oneself.

Never by the clock: who works for a library, advises one or keeps the house running.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.db import changed_rows
from community.errors import NotFound
from community.outbox.services import owe
from community.rights import erasing, quiet_queries
from community.rights.models import QuietAccount
from community.tokens import new_salt

#: Without a sign for so long: 24 months.
KEPT = timedelta(days=730)
FIRST = timedelta(days=60)
SECOND = timedelta(days=14)
#: For so long the link in the mail still says that they stay.
SAID = timedelta(days=90)
TEMPLATE = "rights/quiet"

_TOLD_AT_ONCE = 200
_ERASED_AT_ONCE = 5


def tell(session: Session, *, now: datetime) -> int:
    """Let go who gave a sign, tell who is quiet for the first time, and again who still is."""
    _let_go(session, now=now)
    return _tell_first(session, now=now) + _tell_again(session, now=now)


def goes_at(account: QuietAccount) -> datetime:
    """When they are erased; later when the second word was late, never sooner."""
    if account.second_told_at is None:
        return account.first_told_at + FIRST
    return account.second_told_at + SECOND


def keep(session: Session, person_id: int, *, now: datetime) -> None:
    """They said that they stay. Saying so twice changes nothing."""
    account = session.get(QuietAccount, person_id, with_for_update=True)
    if account is None:
        raise NotFound
    if account.kept_at is None:
        account.kept_at = now
        session.get_one(Person, person_id).seen_at = now


def forget(session: Session, now: datetime) -> int:
    """A rule of the retention table: erase whose time has come, some at a time."""
    _let_go(session, now=now)
    rows = changed_rows(session, quiet_queries.said_long_ago(now - SAID))
    for person_id in quiet_queries.list_to_erase(session, now - SECOND, most=_ERASED_AT_ONCE):
        erasing.erase(session, person_id, now=now)
        rows += 1
    return rows


def _let_go(session: Session, *, now: datetime) -> None:
    changed_rows(
        session,
        update(QuietAccount)
        .where(
            QuietAccount.kept_at.is_(None),
            QuietAccount.person_id.in_(quiet_queries.who_gave_a_sign(session)),
        )
        .values(kept_at=now),
    )


def _tell_first(session: Session, *, now: datetime) -> int:
    found = quiet_queries.list_quiet(session, now - KEPT + FIRST, most=_TOLD_AT_ONCE)
    for person in found:
        account = session.get(QuietAccount, person.id) or QuietAccount(person_id=person.id)
        account.salt, account.first_told_at = new_salt(), now
        account.second_told_at = account.kept_at = None
        session.add(account)
        _owe(session, person, account, now=now)
    session.flush()
    return len(found)


def _tell_again(session: Session, *, now: datetime) -> int:
    found = quiet_queries.list_to_tell_again(session, now - FIRST + SECOND, most=_TOLD_AT_ONCE)
    for account in found:
        account.second_told_at = now
        _owe(session, account.person, account, now=now)
    session.flush()
    return len(found)


def _owe(session: Session, person: Person, account: QuietAccount, *, now: datetime) -> None:
    """Who gets no mail stands on the list of people to call."""
    if not person.gets_mail:
        return
    time = 1 if account.second_told_at is None else 2
    owe(
        session, TEMPLATE, to=person.id, key=f"quiet:{person.id}:{account.salt}:{time}", now=now,
        library_id=quiet_queries.find_library_id(session, person.id),
    )  # fmt: skip
