"""The metingen of the demo town: the last three quarters, frozen from its own log."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from community.clock import from_local
from community.meetlat import metingen
from community.partners.periods import quarter_of

#: Days after a quarter that the librarian looks; the first of the three was frozen by the clock.
_LOOKS_AFTER = timedelta(days=11)


def add_metingen(session: Session, library_id: int, librarian_id: int, *, now: datetime) -> None:
    """By the services themselves: there are few, and every rule then holds."""
    last = quarter_of(now - _LOOKS_AFTER).previous
    by_the_clock = metingen.FILLED_IN + timedelta(days=1)
    for quarter, by_id, after in (
        (last.previous.previous, None, by_the_clock),
        (last.previous, librarian_id, _LOOKS_AFTER),
        (last, librarian_id, _LOOKS_AFTER),
    ):
        until = metingen.last_day(quarter)
        drawn = metingen.draw_up(session, library_id, until)
        if drawn.activities:
            at = from_local(until + after, time(10))
            metingen.freeze(session, drawn, by_id=by_id, now=at)
