"""Reminders: a week and two days before the end, to who has not answered, and nobody learns who.

Whose link is still unused takes the installation's secret to say. The mails name no person in the
outbox, so the desk's list of mails shows none of them.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from community.clock import from_local, local_day
from community.outbox.services import owe
from community.self_assessment import queries
from community.self_assessment.inviting import NOBODY, REMINDER
from community.self_assessment.models import AssessmentRound

#: How long before the last day each goes out; the last of those that have come is the one owed.
BEFORE = (timedelta(days=7), timedelta(days=2))
#: Who was invited a moment ago is left alone.
AFTER_INVITATION = timedelta(days=3)
#: A mail leaves when somebody is there to read it.
AT = time(9)


def which(asked: AssessmentRound, now: datetime) -> int | None:
    """The reminder whose time it is, counted from 0; None: too early, or over."""
    if not asked.is_open(now):
        return None
    left = asked.closes_on - local_day(now)
    come = [number for number, before in enumerate(BEFORE) if left <= before]
    return come[-1] if come else None


def remind(session: Session, library_id: int, round_id: int, *, key: str, now: datetime) -> None:
    """Owe the reminder of this moment, once to each, however often the clock comes by."""
    asked = queries.lock(session, library_id, round_id)
    number = which(asked, now)
    if number is None:
        return
    just_invited = queries.invited_after(session, round_id, now - AFTER_INVITATION)
    for invitee in queries.list_unused(session, asked, key=key):
        if invitee.id not in just_invited:
            owe(
                session,
                REMINDER,
                to=NOBODY,
                key=queries.mail_key(invitee, f"reminder-{number + 1}"),
                due_at=max(now, from_local(local_day(now), AT)),
                now=now,
                invitee_id=invitee.id,
            )
