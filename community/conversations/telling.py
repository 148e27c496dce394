"""Telling who takes part that something was said: one mail a day at most, and none when muted."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.conversations import anchors, queries
from community.conversations.models import Conversation, Listener
from community.db import insert_once
from community.outbox.services import owe

TEMPLATE = "conversations/news"
#: Not twice within a day; a little less, so that it does not creep later every day.
PAUSE = timedelta(hours=23)
#: What was said longer ago is no news.
STALE = timedelta(days=7)


def tell(session: Session, conversation_id: int, *, now: datetime) -> int:
    """Owe a mail to everybody for whom there is something new; how many."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        return 0
    anchor = anchors.of_all(session, [conversation]).get(conversation_id)
    if anchor is None or not anchor.can_be_talked_about:
        return 0
    conversation = queries.lock(session, conversation.library_id, conversation_id)
    rows = queries.list_to_tell(session, conversation, before=now - PAUSE)
    for person_id, _known, last in rows:
        insert_once(
            session, Listener, conversation_id=conversation_id, person_id=person_id,
            library_id=conversation.library_id, told_until=0,
        )  # fmt: skip
        listener = session.get_one(Listener, (conversation_id, person_id))
        since = listener.told_until
        listener.told_until, listener.told_at = last, now
        owe(
            session,
            TEMPLATE,
            to=person_id,
            key=f"{TEMPLATE}:{conversation_id}:{person_id}:{last}",
            now=now,
            library_id=conversation.library_id,
            gathering_id=anchor.gathering_id,
            conversation_id=conversation_id,
            since=since,
            until=last,
        )
    return len(rows)
