"""What the librarian of the demo town did for its conversations, as the clock would count it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.activity.services import complete
from community.acts import noticing, queries
from community.acts.models import TalkAct
from community.conversations.models import Conversation
from community.demo.rows import add
from community.gatherings.models import Gathering


def add_acts(session: Session, library_id: int, *, now: datetime) -> None:
    talks = session.scalars(
        select(Gathering)
        .join(Conversation, Conversation.gathering_id == Gathering.id)
        .where(Gathering.library_id == library_id)
        .order_by(Gathering.id)
    ).all()
    for talk in talks:
        if not noticing.is_cared_for(session, talk):
            continue
        facts = queries.list_missing(session, talk, now=now)
        add(session, TalkAct, [
            {"library_id": library_id, "gathering_id": talk.id, "act": fact.act,
             "means": fact.means, "ref": fact.ref, "happened_at": fact.at}
            for fact in facts
        ])  # fmt: skip
        add(session, Activity, [
            complete(
                fact.act.verb, library_id=library_id, branch_id=talk.branch_id,
                gathering_id=talk.id, happened_at=fact.at, now=now,
                details={"anchor": "gathering", "by": fact.means.value},
            )
            for fact in facts
        ])  # fmt: skip
