"""What goes out by the clock. Each job asks what is due and not owed yet, so it may run twice,
late, or in two places at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.notifications import digesting, queries, reminding

EVERY_MINUTES = 5
#: So many mails are owed in one transaction: others come by in between.
AT_ONCE = 100

Item = TypeVar("Item")


def remind(now: datetime) -> int:
    """Owe every reminder that is due; how many."""
    owed = 0
    for library_id in queries.list_library_ids(session()):
        due = reminding.list_due(session(), library_id, now=now)
        for some in _shares(due):
            with transaction() as tx:
                for each in some:
                    reminding.owe_reminder(tx, library_id, each, now=now)
        owed += len(due)
    return owed


def send_digests(now: datetime) -> int:
    """Owe the digest of this week to who asked for one and has something in it; how many."""
    owed = 0
    for library_id in queries.list_library_ids(session()):
        morning = digesting.morning_due(session(), library_id, now=now)
        if morning is None:
            continue
        due = digesting.list_due(session(), library_id, morning, now=now)
        for some in _shares(due):
            with transaction() as tx:
                for person_id in some:
                    digesting.owe_digest(tx, library_id, person_id, morning, now=now)
        owed += len(due)
    return owed


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "notifications.remind", remind)
    clock.every(EVERY_MINUTES, "notifications.send_digests", send_digests)


def _shares(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
