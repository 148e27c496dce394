"""What is read of accounts of whom nothing is heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Delete, Select, delete, exists, func, select
from sqlalchemy.orm import Session, contains_eager

from community import tokens
from community.accounts.models import Membership, NetworkAdviser, Person, Role
from community.errors import NotFound
from community.rights import signs
from community.rights.models import QuietAccount

PURPOSE = "quiet"


def list_quiet(session: Session, since: datetime, *, most: int) -> Sequence[Person]:
    """Who gave no sign since then, and was not told so yet; who waits longest first."""
    told = exists().where(
        QuietAccount.person_id == Person.id, QuietAccount.kept_at.is_(None)
    )  # fmt: skip
    rows = (
        select(Person)
        .where(
            Person.created_at <= since,
            func.coalesce(Person.seen_at, Person.created_at) <= since,
            ~told,
            *_by_the_clock(),
            Person.id.not_in(signs.since(since)),
        )
        .order_by(Person.id)
        .limit(most)
    )
    return session.scalars(rows).all()


def list_to_tell_again(
    session: Session, first_told_until: datetime, *, most: int
) -> Sequence[QuietAccount]:
    rows = (
        select(QuietAccount)
        .join(QuietAccount.person)
        .options(contains_eager(QuietAccount.person))
        .where(
            QuietAccount.kept_at.is_(None),
            QuietAccount.second_told_at.is_(None),
            QuietAccount.first_told_at <= first_told_until,
            *_by_the_clock(),
        )
        .order_by(QuietAccount.person_id)
        .limit(most)
    )
    return session.scalars(rows).all()


def list_to_erase(session: Session, second_told_until: datetime, *, most: int) -> Sequence[int]:
    rows = (
        select(QuietAccount.person_id)
        .join(QuietAccount.person)
        .where(
            QuietAccount.kept_at.is_(None),
            QuietAccount.second_told_at <= second_told_until,
            *_by_the_clock(),
        )
        .order_by(QuietAccount.person_id)
        .limit(most)
    )
    return session.scalars(rows).all()


def who_gave_a_sign(session: Session) -> Sequence[int]:
    """Of who was told: whoever did something after that, or came in."""
    first = session.scalar(
        select(func.min(QuietAccount.first_told_at)).where(QuietAccount.kept_at.is_(None))
    )
    if first is None:
        return ()
    waiting = (
        select(QuietAccount.person_id)
        .join(QuietAccount.person)
        .where(QuietAccount.kept_at.is_(None))
    )
    # Nobody is told who did something shortly before: a sign after the first of them was told is
    # a sign after they were told themselves.
    did = waiting.where(QuietAccount.person_id.in_(signs.since(first)))
    came_in = waiting.where(Person.seen_at > QuietAccount.first_told_at)
    return session.scalars(did.union(came_in)).all()


def find_library_id(session: Session, person_id: int) -> int | None:
    """Which library writes to them: the one that knows them longest."""
    rows = select(Membership.library_id).where(Membership.person_id == person_id)
    return session.scalar(rows.order_by(Membership.created_at, Membership.id).limit(1))


def token_of(account: QuietAccount, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, account.person_id, account.salt)


def get_by_token(session: Session, token: str, *, key: str) -> QuietAccount:
    account = session.get(QuietAccount, tokens.row_id(token) or 0)
    if account is None or not tokens.matches(token, key, PURPOSE, account.person_id, account.salt):
        raise NotFound
    return account


def list_calls(session: Session, library_id: int) -> Sequence[QuietAccount]:
    """Who is told here, as no mail reaches them; who goes first, first."""
    rows = _calls(library_id).options(contains_eager(QuietAccount.person))
    return session.scalars(rows.order_by(QuietAccount.first_told_at)).all()


def get_call(session: Session, library_id: int, person_id: int) -> QuietAccount:
    """Whoever was told and belongs to this library."""
    rows = (
        select(QuietAccount)
        .join(Membership, Membership.person_id == QuietAccount.person_id)
        .where(Membership.library_id == library_id, QuietAccount.person_id == person_id)
    )
    found = session.scalar(rows)
    if found is None:
        raise NotFound
    return found


def how_many_calls(library_id: int) -> Select[int]:
    """For the librarian's Today."""
    return _calls(library_id).with_only_columns(func.count(QuietAccount.person_id))


def said_long_ago(until: datetime) -> Delete:
    return delete(QuietAccount).where(QuietAccount.kept_at <= until)


def _calls(library_id: int) -> Select[QuietAccount]:
    return (
        select(QuietAccount)
        .join(QuietAccount.person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.library_id == library_id,
            QuietAccount.kept_at.is_(None),
            ~Person.gets_mail,
            Person.erased_at.is_(None),
        )
    )


def _by_the_clock() -> tuple[ColumnElement[bool], ...]:
    """Who may be erased without asking for it."""
    works = exists().where(Membership.person_id == Person.id, Membership.role != Role.RESIDENT)
    advises = exists().where(NetworkAdviser.person_id == Person.id)
    return Person.erased_at.is_(None), Person.is_operator.is_(False), ~works, ~advises
