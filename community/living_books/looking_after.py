"""What the clock does for living books: tells of a move, and forgets who read what."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from community.clock import local_day, start_of_day
from community.gatherings import seats
from community.gatherings.models import Gathering
from community.living_books import hosting, queries
from community.living_books.models import BookWish, Loan

#: Seats are remembered that long; the first name of who walked in until the day after.
LOANS_KEPT = timedelta(days=30)


def tell_of_change(session: Session, gathering_id: int, *, now: datetime) -> None:
    """Everybody who counts on being a book hears once that it was moved or does not go on."""
    gathering = seats.lock(session, gathering_id)
    day = queries.get_day(session, gathering.library_id, gathering_id)
    known = (day.known_starts_at, day.known_ends_at, day.known_cancelled)
    is_now = (gathering.starts_at, gathering.ends_at, gathering.is_cancelled)
    if known == is_now:
        return
    day.known_starts_at, day.known_ends_at, day.known_cancelled = is_now
    occasion = f"{gathering.starts_at.isoformat()}:{gathering.ends_at.isoformat()}:{is_now[2]}"
    for book in queries.list_books(session, gathering.library_id, gathering_id):
        if book.is_on:
            hosting.tell_book(session, book, "changed", now=now, occasion=occasion)


def forget(session: Session, *, now: datetime) -> None:
    """First names of who walked in the day after, the rest of who read what a month later."""
    of_yesterday = select(Gathering.id).where(Gathering.ends_at < start_of_day(local_day(now)))
    session.execute(
        update(Loan).where(Loan.name != "", Loan.gathering_id.in_(of_yesterday)).values(name="")
    )
    long_ago = select(Gathering.id).where(Gathering.ends_at < now - LOANS_KEPT)
    session.execute(delete(Loan).where(Loan.gathering_id.in_(long_ago)))
    read_then = queries.ids_of_books_of(long_ago)
    session.execute(delete(BookWish).where(BookWish.book_id.in_(read_then)))
