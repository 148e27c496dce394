"""How long it is known which mail went out, so that none is owed twice."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from community.keeping.rules import Rule, Words, keep, wiping
from community.outbox.models import MailState, OutboxMail
from community.words import N_

KEPT = timedelta(days=365)
_PORTION = 5_000

RULE = Rule(
    name="outbox.mails",
    order=63,
    words=Words(
        what=N_("Which e-mails we had to send you and when they were sent"),
        why=N_("So that a change of plan reaches everyone, once."),
        how_long=N_("%(kept)s."),
    ),
    periods={"kept": KEPT},
    forget=wiping(
        lambda now: delete(OutboxMail).where(
            OutboxMail.id.in_(
                select(OutboxMail.id)
                .where(OutboxMail.state != MailState.OWED, OutboxMail.queued_at < now - KEPT)
                .limit(_PORTION)
            )
        )
    ),
)


def register(_app: object) -> None:
    keep(RULE)
