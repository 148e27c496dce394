"""What the clock does for living books: tells of a move."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.gatherings import seats
from community.living_books import hosting, queries


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
