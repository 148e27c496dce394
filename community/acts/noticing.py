"""Counting what a librarian does for a conversation, once, wherever it was done (decision 0043)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.acts import queries
from community.acts.models import TalkAct
from community.acts.queries import Fact
from community.conversations import anchors
from community.conversations.anchors import Anchor
from community.conversations.models import Conversation
from community.db import insert_once


def notice(session: Session, conversation: Conversation, *, now: datetime) -> int:
    """Write down what stands there and does not count yet; how many acts that were.

    Of what is sensitive or withdrawn, nothing. Twice changes nothing.
    """
    if find_cared_for(session, conversation) is None:
        return 0
    session.flush()
    missing = queries.list_missing(session, conversation, now=now)
    return sum(did(session, conversation, fact, now=now) for fact in missing)


def find_cared_for(session: Session, conversation: Conversation) -> Anchor | None:
    """What it hangs on, as long as that may be talked about."""
    about = anchors.find(session, conversation.library_id, *conversation.hangs_on)
    return about if about is not None and about.can_be_talked_about else None


def did(session: Session, conversation: Conversation, fact: Fact, *, now: datetime) -> bool:
    """One act and its row in the log, in the same transaction; nothing when it counts already."""
    made = insert_once(
        session,
        TalkAct,
        library_id=conversation.library_id,
        conversation_id=conversation.id,
        act=fact.act,
        means=fact.means,
        ref=fact.ref,
        happened_at=fact.at,
    )
    if made:
        on, _number = conversation.hangs_on
        gathering = conversation.gathering
        activity.record(
            session,
            fact.act.verb,
            library_id=conversation.library_id,
            branch_id=gathering.branch_id if gathering else None,
            gathering_id=conversation.gathering_id,
            details={"anchor": on.value, "by": fact.means.value},
            happened_at=fact.at,
            now=now,
        )
    return made
