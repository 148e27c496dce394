"""What the clock does for promises: reminding, and telling what was kept.

Each asks what is due and does that, so that a second worker or a missed hour changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.clock import local_day, start_of_day
from community.gatherings import seats
from community.gatherings.models import SignUp
from community.outbox.services import owe
from community.promises import clock_queries, making, queries
from community.promises.models import REMINDERS

REMINDED = "promises/reminded"
KEPT = "promises/kept"


def remind(session: Session, library_id: int, promise_id: int, *, now: datetime) -> bool:
    """Ask how it stands, after two weeks and after eight; who was forgotten for eight is asked
    once."""
    promise = queries.lock(session, library_id, promise_id)
    due = sum(promise.made_at <= now - wait for wait in clock_queries.WAITS)
    if not promise.is_open or due <= promise.reminders or promise.reminders >= REMINDERS:
        return False
    promise.reminders, promise.asked_at = due, now
    making.owe_to(session, promise, REMINDED, f"reminder:{due}", now=now)
    return True


def tell_kept(session: Session, library_id: int, gathering_id: int, *, now: datetime) -> int:
    """Tell everybody who was there what was kept since: one mail a day, whatever it holds."""
    seats.lock(session, gathering_id, library_id)
    today = local_day(now)
    kept = clock_queries.lock_news(session, gathering_id, now=now, day_began=start_of_day(today))
    if not kept:
        return 0
    people = _who_hear(session, gathering_id)
    for promise in kept:
        promise.told_at = now
    for person_id in people:
        owe(
            session,
            KEPT,
            to=person_id,
            key=f"{KEPT}:{gathering_id}:{person_id}:{today.isoformat()}",
            now=now,
            library_id=library_id,
            gathering_id=gathering_id,
            promises=[promise.id for promise in kept],
        )
    return len(people)


def _who_hear(session: Session, gathering_id: int) -> Sequence[int]:
    return session.scalars(queries.was_there(gathering_id).order_by(SignUp.person_id)).all()
