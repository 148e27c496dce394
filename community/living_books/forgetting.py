"""How long it is known who read which book."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from community.clock import local_day, start_of_day
from community.db import changed_rows
from community.gatherings.models import Gathering, SignUp
from community.keeping.rules import Rule, Words, keep
from community.living_books import queries
from community.living_books.models import BookWish, Loan, ReaderCall
from community.words import N_

#: As seats; the first name of who walked in until the day after.
LOANS_KEPT = timedelta(days=30)


def forget(session: Session, now: datetime) -> int:
    of_yesterday = select(Gathering.id).where(Gathering.ends_at < start_of_day(local_day(now)))
    named = update(Loan).where(Loan.name != "", Loan.gathering_id.in_(of_yesterday))
    long_ago = select(Gathering.id).where(Gathering.ends_at < now - LOANS_KEPT)
    not_told = select(SignUp.id).where(SignUp.gathering_id.in_(of_yesterday))
    read_then = queries.ids_of_books_of(long_ago)
    return (
        changed_rows(session, named.values(name=""))
        + changed_rows(session, delete(Loan).where(Loan.gathering_id.in_(long_ago)))
        + changed_rows(session, delete(BookWish).where(BookWish.book_id.in_(read_then)))
        + changed_rows(session, delete(ReaderCall).where(ReaderCall.sign_up_id.in_(not_told)))
    )


RULE = Rule(
    name="living_books.loans",
    order=43,
    words=Words(
        what=N_(
            "Which living books you read, and your first name if you borrowed one at the table"
        ),
        why=N_("To keep a place for you. Librarians and the people at the table can see it."),
        how_long=N_("%(kept)s; a first name said at the table until the day after."),
    ),
    periods={"kept": LOANS_KEPT},
    forget=forget,
)


def register(_app: object) -> None:
    keep(RULE)
