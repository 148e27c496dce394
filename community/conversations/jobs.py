"""When the clock looks whether there is something to tell."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.conversations import queries, telling
from community.db import session, transaction
from community.jobs import clock


def tell_all(now: datetime) -> int:
    """Each conversation in a transaction of its own; how many people were told."""
    told = 0
    for conversation_id in queries.list_with_news(session(), since=now - telling.STALE):
        with transaction() as tx:
            told += telling.tell(tx, conversation_id, now=now)
    return told


def register(_app: Flask) -> None:
    clock.every(30, "conversations.tell", tell_all)
