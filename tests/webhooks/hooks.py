"""Webhooks for tests, and somebody on the other side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from community import outside
from community.clock import now
from community.db import transaction
from community.libraries.models import Library
from community.outside import Answer, OutsideError
from community.webhooks import owing, services
from community.webhooks.models import Event, Webhook, WebhookDelivery
from community.webhooks.services import WebhookDraft
from tests import factories

URL = "https://buurt.example/hook"


def a_webhook(
    library: Library | None = None,
    *events: Event,
    url: str = URL,
    name: str = "Buurtscherm",
    made: datetime | None = None,
    by_id: int = 0,
) -> Webhook:
    """A webhook that wants to know everything, unless some events are named."""
    of = library or factories.the_library()
    draft = WebhookDraft(name=name, url=url, events=frozenset(events or Event))
    with transaction() as tx:
        return services.make(tx, of.id, draft, by_id=by_id, now=made or now() - timedelta(days=1))


def a_delivery(webhook: Webhook, **fields: object) -> WebhookDelivery:
    at = now()
    given = {"message_id": owing.new_message_id(), "event": Event.GATHERING_MOVED.value,
             "body": "{}", "owed_at": at, "due_at": at, **fields}  # fmt: skip
    return factories.saved(
        WebhookDelivery(library_id=webhook.library_id, webhook_id=webhook.id, **given)
    )


@dataclass
class OtherSide:
    """Who answers: with a status, or not at all."""

    status: int | OutsideError = 204
    got: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: Mapping[str, str], **_limits: object) -> Answer:
        self.got.append((url, body, headers))
        if isinstance(self.status, OutsideError):
            raise self.status
        return Answer(url, self.status, {}, b"")


def other_side(monkeypatch, status: int | OutsideError = 204) -> OtherSide:
    side = OtherSide(status)
    monkeypatch.setattr(outside, "post", side.post)
    return side
