"""Whose a booking is, for who wants to go there: asked of the rooms above, which register."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from sqlalchemy.orm import Session

#: The pages of those of these bookings that are theirs, by booking.
Pages = Callable[[Session, int, Collection[int]], Mapping[int, str]]

_asked: set[Pages] = set()


def register(pages: Pages) -> None:
    _asked.add(pages)


def pages_of(session: Session, library_id: int, booking_ids: Collection[int]) -> dict[int, str]:
    """Where each of these bookings is looked after, as far as anybody says so."""
    found: dict[int, str] = {}
    if booking_ids:
        for pages in _asked:
            found |= pages(session, library_id, booking_ids)
    return found
