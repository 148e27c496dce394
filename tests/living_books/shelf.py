"""A living library, for tests to be about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.clock import now
from community.db import db, session, transaction
from community.gatherings.models import Gathering, SignUp
from community.libraries.models import Library
from community.living_books import borrowing, hosting, lending, queries, wishing
from community.living_books.borrowing import Act, WalkIn
from community.living_books.lending import Place
from community.living_books.models import LivingBook, Loan, Means, Sitting, Slot, Way
from community.living_books.timetable import Cut
from community.matching.engine.assignment.reading import read, written
from community.matching.engine.assignment.solving import solve
from community.outbox.models import OutboxMail
from community.register.models import Entry, Form
from community.solves.models import Solve, SolveState
from tests.factories import a_gathering, a_sign_up
from tests.register.entries import an_entry, do

#: An hour and a half gives three talks.
HOURS = timedelta(minutes=90)
MINUTE = timedelta(minutes=1)


def an_offer(title: str = "Ik was zeeman", **fields: Any) -> Entry:
    return an_entry(title, **{"forms": frozenset({Form.LIVING_BOOK}), **fields})


def a_day(way: Way = Way.RESERVE, **fields: Any) -> Gathering:
    """A gathering with three times to talk."""
    gathering = a_gathering("Levende bibliotheek", **fields)
    with_hours(gathering)
    do(hosting.lay_out, gathering.library_id, gathering.id, Cut(25, 5), way, now=now())
    return gathering


def with_hours(gathering: Gathering, hours: timedelta = HOURS) -> None:
    do(lambda tx: setattr(tx.get_one(Gathering, gathering.id), "ends_at",
                          gathering.starts_at + hours))  # fmt: skip


def asked(gathering: Gathering, entry: Entry | None = None, **fields: Any) -> LivingBook:
    of = entry or an_offer(**fields)
    book = do(hosting.ask, gathering.library_id, gathering.id, of, now=now())
    return the(book.id)


def a_book(
    gathering: Gathering, title: str = "Ik was zeeman", *, readers: int = 4, **fields: Any
) -> LivingBook:
    """Somebody who said yes, and is there at all times."""
    book = asked(gathering, an_offer(title, **fields))
    answered(book)
    if readers != book.readers:
        sizes(book, readers)
    return the(book.id)


def lent(gathering: Gathering, entry: SignUp) -> Loan:
    """A gathering that there is already, with a book that somebody reserved."""
    do(hosting.lay_out, gathering.library_id, gathering.id, Cut(25, 5), Way.RESERVE, now=now())
    library = session().get_one(Library, gathering.library_id)
    return reserved(entry, a_book(gathering, library=library))


def board_token(loan: Loan) -> str:
    day = queries.get_day(session(), loan.library_id, loan.gathering_id)
    return queries.board_token(day, key=current_app.config["SECRET_KEY"])


def sizes(book: LivingBook, readers: int) -> None:
    def change(tx: Session) -> None:
        tx.get_one(LivingBook, book.id).readers = readers
        for sitting in tx.scalars(select(Sitting).where(Sitting.book_id == book.id)):
            sitting.readers = readers

    do(change)


def answered(book: LivingBook, *, yes: bool = True, by: Means = Means.PAGE) -> LivingBook:
    do(hosting.answer, book.library_id, book.gathering_id, book.id, yes=yes, by=by, now=now())
    return the(book.id)


def a_reader(gathering: Gathering, person: Person | None = None, **fields: Any) -> SignUp:
    return a_sign_up(gathering, person, **fields)


def times(gathering: Gathering) -> list[Slot]:
    session().rollback()
    return list(queries.list_slots(session(), gathering.library_id, gathering.id))


def place(book: LivingBook, number: int = 0) -> Place:
    return Place(
        book.id, sorted((s.slot for s in book.sittings), key=lambda s: s.begins)[number].id
    )


def reserved(entry: SignUp, book: LivingBook, number: int = 0, **how: Any) -> Loan:
    return do(lending.reserve, entry.library_id, entry.id, place(book, number),
              **{"now": now(), **how})  # fmt: skip


def the(book_id: int) -> LivingBook:
    """As it stands now, by eyes of its own."""
    with Session(db.engine) as fresh:
        found = queries.find_book(fresh, book_id)
        assert found is not None
        fresh.expunge_all()
    return found


def taken(book: LivingBook) -> list[int]:
    """How many places are given out, time by time; counted from the loans, and from the counter."""
    session().rollback()
    sittings = session().scalars(
        select(Sitting).join(Slot).where(Sitting.book_id == book.id).order_by(Slot.begins),
        execution_options={"populate_existing": True},
    ).all()  # fmt: skip
    loans = session().scalars(
        select(Loan).where(Loan.book_id == book.id, Loan.given_up_at.is_(None))
    ).all()  # fmt: skip
    for sitting in sittings:
        mine = [loan.people for loan in loans if loan.slot_id == sitting.slot_id]
        assert sitting.taken == sum(mine)
    return [sitting.taken for sitting in sittings]


def owed(what: str) -> list[OutboxMail]:
    session().rollback()
    mails = select(OutboxMail).where(OutboxMail.template == f"living_books/{what}")
    return list(session().scalars(mails.order_by(OutboxMail.id)))


def noted(loan: Loan, act: Act, at) -> Loan:
    return do(borrowing.note, loan.library_id, loan.gathering_id, loan.id, act, now=at)


def walks_in(book, number: int = 0, *, at, key: str = "a" * 32, name: str = "Riet", people=1):
    who = WalkIn(name, key, people)
    return do(borrowing.borrow_at_the_table, book.library_id, book.gathering_id,
              place(book, number), who, now=at)  # fmt: skip


def answer() -> wishing.Plan:
    """What the worker does with a solve that waits."""
    with transaction() as tx:
        waiting = tx.scalars(select(Solve).where(Solve.ended_at.is_(None))).one()
        waiting.answer = written(solve(read(waiting.problem)))
        waiting.state, waiting.ended_at = SolveState.DONE, now()
        wishing.taken_over(tx, waiting, now())
    plan = wishing.plan_of(session(), waiting)
    assert plan is not None
    return plan
