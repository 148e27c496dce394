"""What a manager does to a webhook: make, change, renew, pause, try and remove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.tokens import new_salt
from community.webhooks import queries, states
from community.webhooks.events import test_body
from community.webhooks.models import TEST, Event, Paused, Webhook, WebhookDelivery
from community.webhooks.owing import new_message_id

#: So long after a renewal the old secret signs along.
BOTH_GOOD = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDraft:
    name: str
    url: str
    events: frozenset[Event]


def make(
    session: Session, library_id: int, draft: WebhookDraft, *, by_id: int, now: datetime
) -> Webhook:
    """It is told what happens from now on."""
    last_id = queries.last_row(session)
    webhook = Webhook(
        library_id=library_id,
        name=draft.name,
        url=draft.url,
        events=draft.events,
        created_at=now,
        set_up_by_id=by_id,
        set_up_at=now,
        after_id=last_id,
        seen_id=last_id,
        seen_at=now,
    )
    session.add(webhook)
    session.flush()
    return webhook


def change(
    session: Session,
    library_id: int,
    webhook_id: int,
    draft: WebhookDraft,
    *,
    by_id: int,
    now: datetime,
) -> Webhook:
    webhook = queries.get(session, library_id, webhook_id)
    webhook.name, webhook.url, webhook.events = draft.name, draft.url, draft.events
    webhook.set_up_by_id, webhook.set_up_at = by_id, now
    return webhook


def renew_secret(
    session: Session, library_id: int, webhook_id: int, *, by_id: int, now: datetime
) -> Webhook:
    """Another secret; for a day the old one signs along."""
    webhook = queries.get(session, library_id, webhook_id)
    webhook.set_up_by_id, webhook.set_up_at = by_id, now
    webhook.old_salt, webhook.old_until = webhook.salt, now + BOTH_GOOD
    webhook.salt = new_salt()
    return webhook


def pause(session: Session, library_id: int, webhook_id: int, *, now: datetime) -> Webhook:
    """Bring nothing for now. What happens meanwhile is kept for later, as long as messages are."""
    webhook = queries.get(session, library_id, webhook_id)
    states.pause(session, webhook, Paused.BY_HAND, now=now)
    return webhook


def resume(session: Session, library_id: int, webhook_id: int) -> Webhook:
    """Go on where it stopped."""
    webhook = queries.get(session, library_id, webhook_id)
    webhook.paused_at = webhook.paused_why = webhook.failing_since = None
    return webhook


def pause_since(session: Session, person_id: int, since: datetime, *, now: datetime) -> None:
    """Whoever took the account over may have had news brought to themselves. What was theirs is
    not known to be so: it waits until a manager has looked."""
    for webhook in queries.list_set_up_since(session, person_id, since):
        webhook.paused_at, webhook.paused_why = now, Paused.PUT_BACK


def remove(session: Session, library_id: int, webhook_id: int) -> None:
    """Whatever it was still owed goes with it."""
    session.delete(queries.get(session, library_id, webhook_id))


def send_test(
    session: Session, library_id: int, webhook_id: int, library: str, *, now: datetime
) -> WebhookDelivery:
    """Owe it a message that says nothing happened; also when it is paused."""
    webhook = queries.get(session, library_id, webhook_id)
    delivery = WebhookDelivery(
        library_id=library_id,
        webhook_id=webhook.id,
        message_id=new_message_id(),
        event=TEST,
        body=test_body(library, now),
        owed_at=now,
        due_at=now,
    )
    session.add(delivery)
    session.flush()
    return delivery


def deliver_again(
    session: Session, library_id: int, webhook_id: int, delivery_id: int, *, now: datetime
) -> None:
    """Bring a message once more; one that is under way already is brought at once."""
    delivery = queries.get_delivery(session, library_id, webhook_id, delivery_id)
    states.owe_again(session, delivery, now=now)
