"""What the clock does: counting what was done elsewhere than on the panel."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from community.acts import noticing, queries
from community.conversations.models import Conversation
from community.db import session, transaction
from community.jobs import clock

EVERY_MINUTES = 30
#: What was done for a conversation longer ago than this was counted, or never will be.
LATELY = timedelta(days=60)


def notice(now: datetime) -> int:
    """Reads first, and takes a turn to write only where something does not count yet."""
    found = 0
    for number in queries.list_of_late(session(), since=now - LATELY):
        conversation = session().get_one(Conversation, number)
        if not queries.list_missing(session(), conversation, now=now):
            continue
        with transaction() as tx:
            found += noticing.notice(tx, tx.get_one(Conversation, number), now=now)
    return found


def register(_app: Flask) -> None:
    clock.every(EVERY_MINUTES, "acts.notice", notice)
