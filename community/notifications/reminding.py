"""When somebody is reminded of what she signed up for: on the wall clock, once, and of use.

Nothing is planned: what is due follows from when it begins, so whatever was missed or done twice,
the answer is the same. The outbox' key keeps it to one of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.clock import NoSuchLocalTime, from_local, local
from community.notifications import queries, wishes
from community.notifications.models import Reminder
from community.notifications.queries import Due, Reminded
from community.outbox.services import owe

HOURS_BEFORE = timedelta(hours=3)
DAYS_BEFORE = timedelta(days=2)
#: The night in October is an hour longer.
FURTHEST = DAYS_BEFORE + timedelta(hours=1)
#: Who has just heard of it need not be reminded.
JUST_HEARD = timedelta(hours=1)


def due_at(reminder: Reminder, starts_at: datetime) -> datetime:
    """Three hours before; or two days before, at the same time on the clock."""
    if reminder is Reminder.THREE_HOURS:
        return starts_at - HOURS_BEFORE
    wall = local(starts_at)
    day = wall.date() - DAYS_BEFORE
    try:
        return from_local(day, wall.time())
    except NoSuchLocalTime:
        return from_local(day, (wall + timedelta(hours=1)).time())


def of_use(starts_at: datetime, wanted: Iterable[Reminder], now: datetime) -> Reminder | None:
    """The latest reminder that is due; it says all that an earlier one would have said."""
    if now >= starts_at:
        return None
    due = [each for each in wanted if due_at(each, starts_at) <= now]
    return max(due, key=lambda each: due_at(each, starts_at), default=None)


def list_due(session: Session, library_id: int, *, now: datetime) -> list[Reminded]:
    """Everybody of this library who is to be reminded now, and is not owed it yet."""
    sent = queries.rhythm_of(session, library_id).reminders
    coming = queries.list_coming(session, library_id, after=now, until=now + FURTHEST)
    due = [
        Due(gathering_id, reminder, starts_at)
        for gathering_id, starts_at in coming
        for reminder in Reminder
        if reminder in sent and due_at(reminder, starts_at) <= now
    ]
    found = queries.list_not_reminded(session, due)
    return [each for each in found if _is_to_hear(each, sent & each.wanted, now)]


def owe_reminder(session: Session, library_id: int, to: Reminded, *, now: datetime) -> None:
    wishes.ensure(session, library_id, to.person_id)
    owe(
        session,
        f"notifications/{to.due.reminder}",
        to=to.person_id,
        key=f"reminder:{to.sign_up_id}:{to.due.occasion}",
        library_id=library_id,
        gathering_id=to.due.gathering_id,
        now=now,
        sign_up_id=to.sign_up_id,
        starts_at=to.due.starts_at.isoformat(),
    )


def _is_to_hear(each: Reminded, wanted: frozenset[Reminder], now: datetime) -> bool:
    due = each.due
    fell_due = due_at(due.reminder, due.starts_at)
    return (
        of_use(due.starts_at, wanted, now) is due.reminder
        and each.heard_at <= fell_due - JUST_HEARD
    )
