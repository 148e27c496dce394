"""What the librarian of the demo town did for its conversations, as the clock would count it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.activity.services import complete
from community.acts import noticing, queries
from community.acts.models import TalkAct, TalkMark
from community.conversations.models import Conversation, SeenBy
from community.demo.rows import add


def add_acts(session: Session, library_id: int, *, now: datetime) -> None:
    talks = session.scalars(
        select(Conversation)
        .where(Conversation.library_id == library_id)
        .order_by(Conversation.gathering_id, Conversation.id)
    ).all()
    for talk in talks:
        if noticing.find_cared_for(session, talk) is None:
            continue
        facts = queries.list_missing(session, talk, now=now)
        on, of = talk.hangs_on[0].value, talk.gathering
        add(session, TalkAct, [
            {"library_id": library_id, "conversation_id": talk.id, "act": fact.act,
             "means": fact.means, "ref": fact.ref, "happened_at": fact.at}
            for fact in facts
        ])  # fmt: skip
        add(session, Activity, [
            complete(
                fact.act.verb, library_id=library_id, branch_id=of.branch_id if of else None,
                gathering_id=talk.gathering_id, happened_at=fact.at, now=now,
                details={"anchor": on, "by": fact.means.value},
            )
            for fact in facts
        ])  # fmt: skip
    _mark_one(session, library_id, now)


def _mark_one(session: Session, library_id: int, now: datetime) -> None:
    """What this week's mail names."""
    open_one = session.scalars(
        select(Conversation.id)
        .where(Conversation.library_id == library_id, Conversation.seen_by != SeenBy.PARTICIPANTS)
        .order_by(Conversation.id)
        .limit(1)
    ).one_or_none()
    if open_one is not None:
        marked_at = now - timedelta(days=1)
        add(session, TalkMark, [
            {"library_id": library_id, "conversation_id": open_one, "marked_at": marked_at}
        ])  # fmt: skip
