"""Counting what a librarian does for a conversation, once, wherever it was done (decision 0043)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.acts import queries
from community.acts.models import TalkAct
from community.acts.queries import Fact
from community.conversations import queries as conversations
from community.conversations import seeing
from community.db import insert_once
from community.gatherings.models import Gathering


def notice(session: Session, gathering: Gathering, *, now: datetime) -> int:
    """Write down what stands there and does not count yet; how many acts that were.

    Of a gathering without a conversation, and of what is sensitive, nothing. Twice changes nothing.
    """
    if not is_cared_for(session, gathering):
        return 0
    session.flush()
    missing = queries.list_missing(session, gathering, now=now)
    return sum(did(session, gathering, fact, now=now) for fact in missing)


def is_cared_for(session: Session, gathering: Gathering) -> bool:
    return seeing.has_one(gathering) and (
        conversations.find_of(session, gathering.library_id, gathering.id) is not None
    )


def did(session: Session, gathering: Gathering, fact: Fact, *, now: datetime) -> bool:
    """One act and its row in the log, in the same transaction; nothing when it counts already."""
    made = insert_once(
        session,
        TalkAct,
        library_id=gathering.library_id,
        gathering_id=gathering.id,
        act=fact.act,
        means=fact.means,
        ref=fact.ref,
        happened_at=fact.at,
    )
    if made:
        activity.record(
            session,
            fact.act.verb,
            library_id=gathering.library_id,
            branch_id=gathering.branch_id,
            gathering_id=gathering.id,
            details={"anchor": "gathering", "by": fact.means.value},
            happened_at=fact.at,
            now=now,
        )
    return made
