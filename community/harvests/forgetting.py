"""What somebody takes back in the conversation goes out of the harvest too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.conversations.models import Contribution
from community.harvests import hearing, queries, source_queries
from community.harvests.working import touched


def taken_back(session: Session, said: Contribution, *, now: datetime) -> None:
    """Items made of it alone are blank, in every edition; of others it is no source any more.

    Who takes back holds the contribution already, as who makes a draft did before: one order.
    """
    gathering_id = said.conversation.gathering_id
    harvest = (
        queries.find_and_lock(session, said.library_id, gathering_id) if gathering_id else None
    )
    if harvest is None:
        return
    for item, source, is_alone in source_queries.list_made_of(session, said):
        if is_alone:
            hearing.blank(session, harvest, item, now=now)
        else:
            session.delete(source)
            touched(session, harvest)
