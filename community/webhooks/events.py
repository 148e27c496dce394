"""From a row of the log to what a webhook is told: ids and counts, never a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.activity.verbs import Verb
from community.webhooks.models import TEST, Event

EVENT_OF: dict[str, Event] = {
    Verb.GATHERING_PUBLISHED: Event.GATHERING_PUBLISHED,
    Verb.GATHERING_MOVED: Event.GATHERING_MOVED,
    Verb.GATHERING_CANCELLED: Event.GATHERING_CANCELLED,
    Verb.GATHERING_CLOSED: Event.GATHERING_CLOSED,
    Verb.SIGN_UP_CONFIRMED: Event.SIGN_UP_CONFIRMED,
    Verb.SIGN_UP_WAITING: Event.SIGN_UP_WAITING,
    Verb.SIGN_UP_LEFT: Event.SIGN_UP_LEFT,
}
_VERB_OF = {event: verb for verb, event in EVENT_OF.items()}

_SIGN_UP = {Event.SIGN_UP_CONFIRMED, Event.SIGN_UP_WAITING, Event.SIGN_UP_LEFT}


@dataclass(frozen=True, slots=True)
class News:
    """A row of the log, as far as a webhook may know it."""

    id: int
    verb: str
    recorded_at: datetime
    gathering_id: int | None
    branch_id: int | None
    quantity: int
    details: Mapping[str, Any]


def verbs_of(events: frozenset[Event]) -> list[str]:
    """What to look for in the log."""
    return [_VERB_OF[event] for event in Event if event in events]


def body_of(row: News, library: str) -> str:
    """What is sent about a row of the log; the rest can be read from the API, by its id."""
    event = EVENT_OF[row.verb]
    data: dict[str, object] = {
        "library": library, "gathering_id": row.gathering_id, "branch_id": row.branch_id,
    }  # fmt: skip
    if event in _SIGN_UP:
        data["party_size"] = row.details["party_size"]
    if event is Event.GATHERING_CLOSED:
        data |= {"people": row.quantity, "estimated": row.details["estimated"]}
    return _message(event, row.recorded_at, data)


def test_body(library: str, now: datetime) -> str:
    return _message(TEST, now, {"library": library})


def _message(event: str, at: datetime, data: dict[str, object]) -> str:
    said = {"type": event, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
