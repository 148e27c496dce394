"""How long what was brought is kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from community.keeping.rules import Rule, keep, wiping
from community.webhooks.models import WebhookDelivery

#: After a month nobody asks what was in a message; a webhook that slept so long missed it.
KEPT = timedelta(days=30)

FORGET = wiping(lambda now: delete(WebhookDelivery).where(WebhookDelivery.owed_at <= now - KEPT))


def register(_app: object) -> None:
    keep(Rule(name="webhooks.brought", forget=FORGET))
