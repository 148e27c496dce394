"""Programs around the demo town: the municipality's website has a key, a screen hears the news.

The webhook is paused, so that a town that does not exist asks nothing of the world.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.api.models import ApiToken, Scope
from community.demo.rows import add, add_returning_ids, secret
from community.libraries.models import Library
from community.webhooks import queries
from community.webhooks.events import EVENT_OF, body_of
from community.webhooks.models import Event, Paused, State, Webhook, WebhookDelivery

_WANTED = frozenset({Event.GATHERING_PUBLISHED, Event.GATHERING_MOVED, Event.GATHERING_CANCELLED})
_SHOWN = 6


def add_programs(session: Session, library_id: int, *, now: datetime) -> None:
    chance = Random("programma's")  # noqa: S311
    hashes = [secret(chance) + secret(chance) for _ in range(2)]
    add(session, ApiToken, [
        _token(library_id, "Website van de gemeente", hashes[0], {Scope.WRITE_GATHERINGS}, now),
        _token(library_id, "Badgeprinter", hashes[1], {Scope.READ_SIGN_UPS}, now)
        | {"revoked_at": now - timedelta(days=12)},
    ])  # fmt: skip
    last_id = queries.last_row(session)
    webhook_id = add_returning_ids(session, Webhook, [{
        "library_id": library_id, "name": "Scherm in de hal",
        "url": "https://scherm.example.org/kenniskring", "events": _WANTED,
        "salt": secret(chance), "created_at": now - timedelta(days=25),
        "after_id": last_id, "seen_id": last_id, "seen_at": now,
        "paused_at": now - timedelta(hours=20), "paused_why": Paused.BY_HAND,
    }])[0]  # fmt: skip
    _add_deliveries(session, webhook_id, chance, now)


def _token(
    library_id: int, name: str, hashed: str, scopes: set[Scope], now: datetime
) -> dict[str, object]:
    """Of this key only the hash was ever made: nobody has it."""
    return {
        "library_id": library_id, "name": name, "prefix": f"kk_{hashed[:6]}",
        "token_hash": hashed, "scopes": frozenset(scopes),
        "created_at": now - timedelta(days=80), "expires_at": now + timedelta(days=285),
        "last_used_at": now - timedelta(days=13), "revoked_at": None,
    }  # fmt: skip


def _add_deliveries(session: Session, webhook_id: int, chance: Random, now: datetime) -> None:
    """The latest that it was told, before it was paused."""
    webhook = session.get_one(Webhook, webhook_id)
    slug = session.scalars(select(Library.slug).where(Library.id == webhook.library_id)).one()
    webhook.after_id = 0
    session.flush()
    told = [row for row in queries.outlook(session, webhook, slug).rows if row.recorded_at <= now]
    webhook.after_id = webhook.seen_id
    rows = [
        {
            "library_id": webhook.library_id, "webhook_id": webhook_id, "activity_id": row.id,
            "message_id": f"msg_{secret(chance)}", "event": EVENT_OF[row.verb].value,
            "body": body_of(row, slug), "state": State.DELIVERED,
            "owed_at": row.recorded_at, "due_at": row.recorded_at, "tried_at": row.recorded_at,
            "attempts": 1, "answered": 204, "took_ms": 60 + chance.randrange(120),
        }
        for row in sorted(told, key=lambda row: (row.recorded_at, row.id))[-_SHOWN:]
    ]  # fmt: skip
    if rows:
        rows[-1] |= {"state": State.FAILED, "attempts": 9, "answered": 503}
        add(session, WebhookDelivery, rows)
