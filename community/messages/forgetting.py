"""How long a message to the people of an activity is kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, delete, or_

from community.keeping.rules import Rule, Words, keep, wiping
from community.messages.models import Message
from community.words import N_

KEPT = timedelta(days=365)
DRAFT_KEPT = timedelta(days=30)

RULE = Rule(
    name="messages.sent",
    order=60,
    words=Words(
        what=N_("Messages that the library sent you about an activity"),
        why=N_("So that a librarian knows what you were told."),
        how_long=N_("%(kept)s."),
    ),
    periods={"kept": KEPT},
    #: With who it went to; what was never sent goes sooner.
    forget=wiping(
        lambda now: delete(Message).where(
            or_(
                Message.sent_at <= now - KEPT,
                and_(Message.sent_at.is_(None), Message.written_at <= now - DRAFT_KEPT),
            )
        )
    ),
)


def register(_app: object) -> None:
    keep(RULE)
