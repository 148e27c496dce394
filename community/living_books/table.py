"""What the volunteer at the table sees of one time: each book, its readers, and what is free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.gatherings.models import Gathering
from community.living_books.borrowing import EARLY, LATE
from community.living_books.models import LivingBook, Loan, Sitting, Slot


@dataclass(frozen=True, slots=True)
class Reader:
    loan: Loan
    is_awaited: bool  #: Should have been here by now.
    is_overdue: bool  #: Should have been back by now.

    @property
    def name(self) -> str:
        """By first name, as at the door; an initial tells two of them apart."""
        if self.loan.sign_up is None:
            return self.loan.name
        return self.loan.sign_up.person.initialled


@dataclass(frozen=True, slots=True)
class Shelved:
    """One book at one time."""

    book: LivingBook
    sitting: Sitting
    readers: Sequence[Reader]
    missed: Sequence[Reader]  #: Whose place was given up at the table.
    can_lend: bool


def chosen(times: Sequence[Slot], gathering: Gathering, slot_id: int, now: datetime) -> Slot | None:
    """The time that was asked for, else the one that it is or that comes, else the last."""
    for slot in times:
        if slot.id == slot_id:
            return slot
    ahead = [slot for slot in times if slot.ends_at(gathering) > now]
    return ahead[0] if ahead else times[-1] if times else None


def at(
    slot: Slot,
    books: Sequence[LivingBook],
    loans: Sequence[Loan],
    gathering: Gathering,
    now: datetime,
) -> list[Shelved]:
    """The books that are there at this time, by title."""
    return [
        _shelved(book, sitting, loans, gathering, now)
        for book in books
        for sitting in book.sittings
        if sitting.slot_id == slot.id
    ]


def overdue(loans: Sequence[Loan], gathering: Gathering, now: datetime) -> list[Reader]:
    """Who reads longer than their time, at whatever time that was."""
    readers = [_reader(loan, gathering, now) for loan in loans if loan.given_up_at is None]
    return [reader for reader in readers if reader.is_overdue]


def _shelved(
    book: LivingBook,
    sitting: Sitting,
    loans: Sequence[Loan],
    gathering: Gathering,
    now: datetime,
) -> Shelved:
    mine = [
        _reader(loan, gathering, now)
        for loan in loans
        if (loan.book_id, loan.slot_id) == (sitting.book_id, sitting.slot_id)
    ]
    return Shelved(
        book=book,
        sitting=sitting,
        readers=[reader for reader in mine if reader.loan.given_up_at is None],
        missed=[reader for reader in mine if _missed(reader.loan, gathering)],
        can_lend=sitting.free > 0 and sitting.slot.ends_at(gathering) > now,
    )


def _missed(loan: Loan, gathering: Gathering) -> bool:
    """Given up at the table, as far as one can see: not days before, by the reader."""
    begins = loan.sitting.slot.starts_at(gathering)
    return loan.given_up_at is not None and loan.given_up_at >= begins - EARLY


def _reader(loan: Loan, gathering: Gathering, now: datetime) -> Reader:
    slot = loan.sitting.slot
    waits = loan.borrowed_at is None and loan.given_up_at is None
    reads = loan.borrowed_at is not None and loan.back_at is None
    return Reader(
        loan,
        is_awaited=waits and now >= slot.starts_at(gathering) + LATE,
        is_overdue=reads and now >= slot.ends_at(gathering) + LATE,
    )
