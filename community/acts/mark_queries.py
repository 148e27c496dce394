"""What was marked for the weekly mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.acts.models import TalkMark
from community.conversations.anchors import Anchor
from community.conversations.models import Conversation, On
from community.harvests import queries as harvests
from community.harvests.models import Harvest

#: A mail of a week names what was marked in the week before it: a second mark waits for that.
WEEK = timedelta(weeks=1)


def find(
    session: Session, anchor: Anchor, conversation: Conversation | None, *, now: datetime
) -> TalkMark | None:
    """The mark of the last week, if there is one."""
    if anchor.on is not On.HARVEST and conversation is None:
        return None
    of = (
        TalkMark.harvest_id == anchor.id
        if anchor.on is On.HARVEST
        else TalkMark.conversation_id == (conversation.id if conversation else 0)
    )
    return session.scalars(
        select(TalkMark)
        .where(TalkMark.library_id == anchor.library_id, of, TalkMark.marked_at > now - WEEK)
        .order_by(TalkMark.id.desc())
        .limit(1)
    ).one_or_none()


def list_marked(
    session: Session, library_id: int, *, after: datetime, until: datetime
) -> tuple[Sequence[int], Sequence[Harvest]]:
    """The numbers of the conversations, and the public harvests, of the mail on `until`."""
    within = (
        TalkMark.library_id == library_id, TalkMark.marked_at > after, TalkMark.marked_at <= until,
    )  # fmt: skip
    talks = session.scalars(
        select(TalkMark.conversation_id)
        .where(*within, TalkMark.conversation_id.is_not(None))
        .order_by(TalkMark.id)
    ).all()
    found = session.scalars(
        harvests.public(library_id).join(TalkMark, TalkMark.harvest_id == Harvest.id).where(*within)
    ).all()
    return [number for number in talks if number is not None], found
