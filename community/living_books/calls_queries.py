"""Whom to call about a living library: who gets no mail, and does not know yet how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import Session, contains_eager

from community.accounts.models import Person
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.living_books.models import LivingBook, LivingDay, ReaderCall

MOST_CALLS = 200


def list_readers(session: Session, library_id: int, *, now: datetime) -> Sequence[SignUp]:
    """Whose talks are new, other, or gone; what begins first comes first."""
    return session.scalars(
        _readers(library_id, now)
        .options(contains_eager(SignUp.person), contains_eager(SignUp.gathering))
        .order_by(Gathering.starts_at, Person.first_name, SignUp.id)
        .limit(MOST_CALLS)
    ).all()


def list_books(session: Session, library_id: int, *, now: datetime) -> Sequence[LivingBook]:
    """Who is asked to be a book, is one, or need not come any more."""
    return session.scalars(
        _books(library_id, now)
        .options(
            contains_eager(LivingBook.person),
            contains_eager(LivingBook.day).contains_eager(LivingDay.gathering),
        )
        .order_by(Gathering.starts_at, Person.first_name, LivingBook.id)
        .limit(MOST_CALLS)
    ).all()


def how_many(library_id: int, now: datetime) -> Select[int]:
    """For the librarian's Today."""
    both = union_all(
        _readers(library_id, now).with_only_columns(SignUp.id),
        _books(library_id, now).with_only_columns(LivingBook.id),
    ).subquery()
    return select(func.count()).select_from(both)


def has_reader(session: Session, library_id: int, sign_up_id: int) -> bool:
    ours = select(SignUp.id).where(SignUp.library_id == library_id, SignUp.id == sign_up_id)
    return session.scalars(ours).one_or_none() is not None


def _readers(library_id: int, now: datetime) -> Select[SignUp]:
    return (
        select(SignUp)
        .join(ReaderCall, ReaderCall.sign_up_id == SignUp.id)
        .join(SignUp.gathering)
        .join(SignUp.person)
        .where(
            ReaderCall.library_id == library_id,
            SignUp.status == SignUpStatus.CONFIRMED,
            ~Person.gets_mail,
            *_still_to_come(now),
        )
    )


def _books(library_id: int, now: datetime) -> Select[LivingBook]:
    return (
        select(LivingBook)
        .join(LivingBook.day)
        .join(LivingDay.gathering)
        .join(LivingBook.person)
        .where(
            LivingBook.library_id == library_id,
            LivingBook.call_since.is_not(None),
            ~Person.gets_mail,
            *_still_to_come(now),
        )
    )


def _still_to_come(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Once it begins there is nothing left to tell; that it is called off is told elsewhere."""
    return (
        Gathering.status == GatheringStatus.PUBLISHED,
        Gathering.is_sensitive.is_(False),
        Gathering.starts_at > now,
    )
