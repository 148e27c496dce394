"""What was brought is forgotten after a month."""

from __future__ import annotations

from sqlalchemy import delete

from community.jobs import worker
from community.keeping.rules import Rule, keep, wiping
from community.webhooks import delivery, states
from community.webhooks.models import WebhookDelivery

#: After a month nobody asks what was in a message; a webhook that slept so long missed it.
FORGET = wiping(
    lambda now: delete(WebhookDelivery).where(WebhookDelivery.owed_at <= now - states.KEPT)
)


def register(_app: object) -> None:
    keep(Rule(name="webhooks.brought", forget=FORGET))
    worker.beside("webhooks", delivery.run)
