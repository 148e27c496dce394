"""On the day itself: who takes a book from the table, brings it back, or does not come.

Every act says how it should be, not that something changes: pressed twice it is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from community.gatherings import seats
from community.gatherings.models import Gathering, GatheringStatus
from community.libraries import versions
from community.living_books import lending, loan_queries, queries
from community.living_books.lending import Place
from community.living_books.models import Loan, Made
from community.living_books.rules import (
    NotOnTheDay,
    NotYetReading,
    TakenMeanwhile,
    TooEarly,
    is_over,
)

#: Readers sit down a little before; the volunteer hands out some minutes early.
EARLY = timedelta(minutes=15)
#: Whoever is not there by then may be missed, and whose talk lasts so much longer is late.
LATE = timedelta(minutes=5)
#: After the end of the day what is not back yet can still be noted.
AFTERWARDS = timedelta(hours=3)


class Act(StrEnum):
    BORROW = "borrow"
    BACK = "back"
    NOT_BACK = "not_back"  #: Pressed by mistake.
    NOT_BORROWED = "not_borrowed"  #: Pressed by mistake.
    MISSED = "missed"  #: Did not come: somebody else may have the place.
    COMES = "comes"  #: Comes after all.


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody at the table, by first name."""

    name: str
    key: str  #: Of the form, so that pressing twice is once.
    people: int = 1


def borrow_at_the_table(
    session: Session,
    library_id: int,
    gathering_id: int,
    place: Place,
    who: WalkIn,
    *,
    now: datetime,
) -> Loan:
    """A place for who just walked in, if one is free: read at once, or kept for a later time."""
    gathering = _lock_on_the_day(session, library_id, gathering_id, now)
    known = loan_queries.find_walk_in(session, gathering_id, who.key)
    if known is not None:
        return known
    sitting = loan_queries.get_sitting(
        session, library_id, gathering_id, place.book_id, place.slot_id
    )
    if is_over(sitting.slot, gathering, now):
        raise NotOnTheDay
    lending.take(session, sitting, who.people)
    loan = lending.new_loan(gathering, place, Made.DESK, now)
    loan.key, loan.name, loan.people = who.key, who.name, who.people
    if now >= sitting.slot.starts_at(gathering) - EARLY:
        loan.borrowed_at = now
    session.add(loan)
    session.flush()
    return loan


def note(
    session: Session, library_id: int, gathering_id: int, loan_id: int, act: Act, *, now: datetime
) -> Loan:
    """Let a loan be as the act says."""
    gathering = _lock_on_the_day(session, library_id, gathering_id, now)
    loan = loan_queries.get_loan(session, library_id, gathering_id, loan_id)
    _ACTS[act](session, gathering, loan, now)
    versions.pages_changed(session, library_id)
    return loan


def _borrow(session: Session, gathering: Gathering, loan: Loan, now: datetime) -> None:
    if loan.borrowed_at is not None:
        return
    if now < loan.sitting.slot.starts_at(gathering) - EARLY:
        raise TooEarly
    _come(session, gathering, loan, now)
    loan.borrowed_at = now


def _bring_back(_session: Session, _gathering: Gathering, loan: Loan, now: datetime) -> None:
    if loan.borrowed_at is None:
        raise NotYetReading
    loan.back_at = loan.back_at or now


def _not_back(_session: Session, _gathering: Gathering, loan: Loan, _now: datetime) -> None:
    loan.back_at = None


def _not_borrowed(_session: Session, _gathering: Gathering, loan: Loan, _now: datetime) -> None:
    loan.borrowed_at = loan.back_at = None


def _miss(session: Session, gathering: Gathering, loan: Loan, now: datetime) -> None:
    if loan.given_up_at is None:
        lending.give_up(session, gathering, loan, now=now)


def _come(session: Session, _gathering: Gathering, loan: Loan, _now: datetime) -> None:
    """A place that was given up is had again only if it is still free."""
    if loan.given_up_at is None:
        return
    others = loan_queries.list_loans_of(session, loan.sign_up_id) if loan.sign_up_id else ()
    if any(loan.slot_id == other.slot_id or loan.book_id == other.book_id for other in others):
        raise TakenMeanwhile
    lending.take(session, loan.sitting, loan.people)
    loan.given_up_at = None


_ACTS = {
    Act.BORROW: _borrow,
    Act.BACK: _bring_back,
    Act.NOT_BACK: _not_back,
    Act.NOT_BORROWED: _not_borrowed,
    Act.MISSED: _miss,
    Act.COMES: _come,
}


def _lock_on_the_day(
    session: Session, library_id: int, gathering_id: int, now: datetime
) -> Gathering:
    gathering = seats.lock(session, gathering_id, library_id)
    queries.get_day(session, library_id, gathering_id)
    is_on = gathering.status in (GatheringStatus.PUBLISHED, GatheringStatus.CLOSED)
    if not is_on or now > gathering.ends_at + AFTERWARDS:
        raise NotOnTheDay
    return gathering
