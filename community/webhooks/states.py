"""The life of an owed message: claimed, and then delivered, put off, given up or owed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.leases import claim_first
from community.webhooks.models import Paused, State, Webhook, WebhookDelivery
from community.webhooks.queries import lock, may_go

#: Longer than bringing one message can take.
LEASE = timedelta(minutes=1)
#: Before the second try, the third, and so on: two days in all.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
#: Nothing arrived for so long: nobody is there, and a person has to look.
LONG = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try went."""

    took_ms: int
    answered: int | None = None
    error: str = ""

    @property
    def is_good(self) -> bool:
        return self.answered is not None and 200 <= self.answered < 300

    @property
    def is_gone(self) -> bool:
        return self.answered == 410


def claim(session: Session, *, now: datetime) -> WebhookDelivery | None:
    """Take the first message that is due, for the length of a lease."""
    return claim_first(session, WebhookDelivery, may_go(now), now=now, lease=LEASE)


def settle(session: Session, delivery: WebhookDelivery, outcome: Outcome, *, now: datetime) -> None:
    """Keep how it went: for the message, for the ones behind it, and for the webhook."""
    if outcome.is_good:
        _keep(session, delivery, outcome, now, state=State.DELIVERED)
        _mark(session, delivery.webhook_id, failing_since=None)
        return
    tries = delivery.attempts
    if tries > len(PAUSES):
        _keep(session, delivery, outcome, now, state=State.FAILED)
    else:
        again = now + PAUSES[tries - 1]
        _keep(session, delivery, outcome, now, due_at=again)
        _hold_back(session, delivery.webhook_id, again)
    _look_at(session, delivery.webhook_id, outcome, now)


def owe_again(session: Session, delivery: WebhookDelivery, *, now: datetime) -> None:
    """Bring it once more from the start, under the same message id."""
    delivery.state, delivery.due_at = State.OWED, now
    delivery.attempts, delivery.leased_until = 0, None


def pause(session: Session, webhook: Webhook, why: Paused, *, now: datetime) -> None:
    if webhook.paused_at is None:
        webhook.paused_at, webhook.paused_why = now, why


def _keep(
    session: Session, delivery: WebhookDelivery, outcome: Outcome, now: datetime, **more: object
) -> None:
    """What was settled once stays: a worker that comes too late changes nothing."""
    session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.id == delivery.id,
            WebhookDelivery.state == State.OWED,
            WebhookDelivery.leased_until == delivery.leased_until,
        )
        .values(
            leased_until=None,
            tried_at=now,
            answered=outcome.answered,
            took_ms=outcome.took_ms,
            last_error=outcome.error,
            **more,
        )
        .execution_options(synchronize_session=False)
    )


def _hold_back(session: Session, webhook_id: int, until: datetime) -> None:
    """Who did not take this one does not get the ones behind it either, and nobody waits for it."""
    session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.webhook_id == webhook_id,
            WebhookDelivery.state == State.OWED,
            WebhookDelivery.due_at < until,
        )
        .values(due_at=until)
        .execution_options(synchronize_session=False)
    )


def _look_at(session: Session, webhook_id: int, outcome: Outcome, now: datetime) -> None:
    """A webhook that nobody answers for is paused, and somebody at the desk is told."""
    webhook = lock(session, webhook_id)
    if webhook is None:
        return
    since = webhook.failing_since = webhook.failing_since or now
    if outcome.is_gone:
        pause(session, webhook, Paused.GONE, now=now)
    elif now - since >= LONG:
        pause(session, webhook, Paused.FAILING, now=now)


def _mark(session: Session, webhook_id: int, **values: object) -> None:
    session.execute(
        update(Webhook)
        .where(Webhook.id == webhook_id, Webhook.failing_since.is_not(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
