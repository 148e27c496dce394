"""How a book stands at a moment: for the board on a screen, and for the volunteer at the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.gatherings.models import Gathering
from community.living_books.models import LivingBook, Loan, Sitting


class Standing(StrEnum):
    ON_LOAN = "on_loan"
    FREE = "free"  #: Now: whoever stands here can read.
    RESERVED = "reserved"  #: Its readers are on their way.
    LATER = "later"  #: From a later time on.
    FULL = "full"  #: No place any more today.


@dataclass(frozen=True, slots=True)
class Line:
    """One book: how it stands, and the moment that goes with that. No reader is in it."""

    title: str
    language: str
    standing: Standing
    until: datetime | None = None  #: On loan until then.
    free_from: datetime | None = None  #: When somebody can have it next.


def lines(
    gathering: Gathering, books: Sequence[LivingBook], lent: Iterable[Loan], now: datetime
) -> list[Line]:
    """What can be had now first, then what comes free soonest, then the rest."""
    on_loan = {(loan.book_id, loan.slot_id) for loan in lent}
    found = [_line(gathering, book, on_loan, now) for book in books]
    rank = {Standing.FREE: 0, Standing.FULL: 2}
    return sorted(
        found,
        key=lambda line: (
            rank.get(line.standing, 1 if line.free_from else 2),
            line.free_from or gathering.ends_at,
            line.title.casefold(),
        ),
    )


def _line(
    gathering: Gathering, book: LivingBook, on_loan: set[tuple[int, int]], now: datetime
) -> Line:
    sittings = sorted(book.sittings, key=lambda sitting: sitting.slot.begins)
    lent = [s for s in sittings if (s.book_id, s.slot_id) in on_loan]
    current = next((s for s in sittings if _is_on(s, gathering, now)), None)
    ahead = [s for s in sittings if s.slot.starts_at(gathering) > now and s.free > 0]
    free_from = ahead[0].slot.starts_at(gathering) if ahead else None
    if lent:
        # Who reads next may have been handed the book already; who is late keeps it a while.
        ends = [s.slot.ends_at(gathering) for s in lent]
        until = next((end for end in ends if end > now), ends[-1])
        return Line(book.title, book.language, Standing.ON_LOAN, until, free_from)
    if current is not None and current.free:
        return Line(book.title, book.language, Standing.FREE)
    if current is not None and current.taken and _awaited(current, gathering, now):
        until = current.slot.ends_at(gathering)
        return Line(book.title, book.language, Standing.RESERVED, until, free_from)
    standing = Standing.LATER if free_from else Standing.FULL
    return Line(book.title, book.language, standing, None, free_from)


def _is_on(sitting: Sitting, gathering: Gathering, now: datetime) -> bool:
    return sitting.slot.starts_at(gathering) <= now < sitting.slot.ends_at(gathering)


def _awaited(sitting: Sitting, gathering: Gathering, now: datetime) -> bool:
    """In the first half of a talk its readers may still come."""
    half = (sitting.slot.ends_at(gathering) - sitting.slot.starts_at(gathering)) / 2
    return now < sitting.slot.starts_at(gathering) + half
