"""Marking a conversation or a harvest, so that the next weekly mail names it, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from community.acts import mark_queries, noticing
from community.acts.models import Act, Means, TalkMark
from community.acts.queries import Fact
from community.conversations.anchors import Anchor
from community.conversations.models import Conversation, On, SeenBy
from community.errors import DomainError
from community.harvests import queries as harvests
from community.words import N_

#: (session, library) Whether it sends a weekly mail, as the room that sends it says.
_mails: list[Callable[[Session, int], bool]] = []


class NobodyWouldReadIt(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("Only people who take part can read this conversation. Open it to others first.")
        )


class NoWeeklyMail(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This library sends no weekly e-mail."))


def goes_out_weekly(has_one: Callable[[Session, int], bool]) -> None:
    """Let the room of the weekly mail say whether a library has one."""
    _mails[:] = [has_one]


def has_mail(session: Session, library_id: int) -> bool:
    return any(has_one(session, library_id) for has_one in _mails)


def mark(
    session: Session, anchor: Anchor, conversation: Conversation | None, *, now: datetime
) -> TalkMark:
    """What people talk about; of a harvest the harvest itself. Twice in a week is once."""
    if not has_mail(session, anchor.library_id):
        raise NoWeeklyMail
    if anchor.on is On.HARVEST:
        of = {"harvest_id": harvests.get_public(session, anchor.library_id, anchor.id).id}
    elif conversation is None or conversation.seen_by is SeenBy.PARTICIPANTS:
        raise NobodyWouldReadIt
    else:
        of = {"conversation_id": conversation.id}
    stands = mark_queries.find(session, anchor, conversation, now=now)
    if stands is not None:
        return stands
    made = TalkMark(library_id=anchor.library_id, marked_at=now, **of)
    session.add(made)
    session.flush()
    if conversation is not None:
        noticing.did(
            session, conversation, Fact(Act.SPREAD, Means.DIGEST, str(made.id), now), now=now
        )
    return made
