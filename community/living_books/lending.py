"""Places at a book: reserved beforehand, borrowed on the day, given back.

Everything happens under the gathering's lock, taken first, as all about its sign-ups does; a place
is taken by a conditional UPDATE, and a CHECK and two unique indexes stand behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.db import changed_rows, insert_once
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.sign_up_rules import check_on, locked
from community.libraries import versions
from community.living_books import loan_queries, queries
from community.living_books.models import Loan, Made, ReaderCall, Sitting, Way
from community.living_books.rules import (
    AtTheSameTime,
    ChosenInARound,
    OnLoan,
    PlaceFirst,
    ReadAlready,
    ReadsItself,
    SittingIsFull,
    SlotIsOver,
    has_begun,
)
from community.outbox.services import owe

#: So long a reader's mail waits for what else is chosen.
CALM = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Place:
    """A book in a slot."""

    book_id: int
    slot_id: int


def reserve(
    session: Session,
    library_id: int,
    sign_up_id: int,
    place: Place,
    *,
    people: int | None = None,
    instead: bool = False,
    made: Made = Made.PAGE,
    now: datetime,
) -> Loan:
    """A place for who has a seat at the gathering; the same once more changes nothing.

    With `instead`, what stands in the way (another book then, or this book at another time) is
    given back, but only when the new place is had.
    """
    gathering, sign_up = locked(session, sign_up_id, library_id)
    if sign_up.status is not SignUpStatus.CONFIRMED:
        raise PlaceFirst
    check_on(gathering, now)
    day = queries.get_day(session, library_id, gathering.id)
    if day.way is Way.ROUND and made is Made.PAGE:
        raise ChosenInARound
    sitting = loan_queries.get_sitting(
        session, library_id, gathering.id, place.book_id, place.slot_id
    )
    mine = loan_queries.list_loans_of(session, sign_up_id)
    for loan in mine:
        if (loan.book_id, loan.slot_id) == (place.book_id, place.slot_id):
            return loan
    if has_begun(sitting.slot, gathering, now):
        raise SlotIsOver
    if loan_queries.reads_itself(session, gathering.id, sign_up.person_id, place.slot_id):
        raise ReadsItself
    _make_room(session, gathering, mine, place, instead=instead, now=now)
    number = min(people or sign_up.party_size, sign_up.party_size)
    take(session, sitting, number)
    loan = new_loan(gathering, place, made, now)
    loan.sign_up_id, loan.people = sign_up.id, number
    session.add(loan)
    session.flush()
    tell_reader(session, gathering, sign_up, f"{loan.id}", now=now)
    return loan


def _make_room(
    session: Session,
    gathering: Gathering,
    mine: Sequence[Loan],
    place: Place,
    *,
    instead: bool,
    now: datetime,
) -> None:
    """One book at a time, and no book twice; with `instead` the earlier one goes."""
    for loan in mine:
        if place.slot_id != loan.slot_id and place.book_id != loan.book_id:
            continue
        if not instead:
            if loan.slot_id == place.slot_id:
                raise AtTheSameTime(loan.sitting.book.title)
            raise ReadAlready
        give_up(session, gathering, loan, now=now)


def give_back(
    session: Session, library_id: int, sign_up_id: int, loan_id: int, *, now: datetime
) -> Loan:
    """Give up a place before the talk; somebody else can have it at once."""
    gathering, sign_up = locked(session, sign_up_id, library_id)
    loan = loan_queries.get_loan_of(session, sign_up_id, loan_id)
    if loan.given_up_at is None:
        check_on(gathering, now)
        give_up(session, gathering, loan, now=now)
        tell_reader(session, gathering, sign_up, f"{loan.id}:back", now=now)
    return loan


def give_up(session: Session, gathering: Gathering, loan: Loan, *, now: datetime) -> None:
    """The place is free again, for who comes first; nothing that goes on is given up."""
    if loan.borrowed_at is not None:
        raise OnLoan
    loan.given_up_at = now
    session.flush()
    release(session, loan.book_id, loan.slot_id, loan.people)
    versions.pages_changed(session, gathering.library_id)


def give_up_by_us(session: Session, gathering: Gathering, loan: Loan, *, now: datetime) -> None:
    """The book is not there, or its reader does not come; who has an address hears of it."""
    if loan.borrowed_at is not None or loan.given_up_at is not None:
        return
    give_up(session, gathering, loan, now=now)
    if loan.sign_up is not None:
        tell_reader(session, gathering, loan.sign_up, f"{loan.id}:off", now=now)


def follow(session: Session, sign_up: SignUp, now: datetime) -> None:
    """A sign-up changed, under the gathering's lock: what hangs on it goes, or becomes smaller."""
    gathering = sign_up.gathering
    for loan in loan_queries.list_loans_of(session, sign_up.id):
        if loan.borrowed_at is not None:
            continue
        if sign_up.status is SignUpStatus.CANCELLED:
            give_up(session, gathering, loan, now=now)
        elif loan.people > sign_up.party_size:
            release(session, loan.book_id, loan.slot_id, loan.people - sign_up.party_size)
            loan.people = sign_up.party_size


# ─── places ───


def take(session: Session, sitting: Sitting, people: int) -> None:
    """So many places, if so many are free: looking and taking in one statement."""
    free = update(Sitting).where(
        Sitting.book_id == sitting.book_id,
        Sitting.slot_id == sitting.slot_id,
        Sitting.taken + people <= Sitting.readers,
    )
    if changed_rows(session, free.values(taken=Sitting.taken + people)) != 1:
        raise SittingIsFull
    session.expire(sitting, ["taken"])
    versions.pages_changed(session, sitting.library_id)


def release(session: Session, book_id: int, slot_id: int, people: int) -> None:
    session.execute(
        update(Sitting)
        .where(Sitting.book_id == book_id, Sitting.slot_id == slot_id)
        .values(taken=Sitting.taken - people),
        execution_options={"synchronize_session": False},
    )
    found = session.get(Sitting, (book_id, slot_id))
    if found is not None:
        session.expire(found, ["taken"])


def new_loan(gathering: Gathering, place: Place, made: Made, now: datetime) -> Loan:
    return Loan(
        library_id=gathering.library_id,
        gathering_id=gathering.id,
        book_id=place.book_id,
        slot_id=place.slot_id,
        made=made,
        made_at=now,
    )


def tell_reader(
    session: Session, gathering: Gathering, sign_up: SignUp, occasion: str, *, now: datetime
) -> None:
    """One mail with all times, some minutes later: who chooses three books gets it once.

    Who has no address stands on the list of people to call.
    """
    if not sign_up.person.gets_mail:
        of_reader = {"sign_up_id": sign_up.id, "library_id": gathering.library_id}
        insert_once(session, ReaderCall, **of_reader, since=now)
        return
    owe(
        session,
        "living_books/times",
        to=sign_up.person_id,
        key=f"living_loan:{occasion}",
        library_id=gathering.library_id,
        gathering_id=gathering.id,
        now=now,
        due_at=now + CALM,
        sign_up_id=sign_up.id,
    )
