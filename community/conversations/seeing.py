"""Who may read a conversation, who may speak in it, and what of it they see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_

from community.conversations.models import Contribution, Conversation, SeenBy
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Gathering


@dataclass(frozen=True, slots=True)
class Viewer:
    """What matters of who is looking: nobody known, unless said otherwise."""

    person_id: int | None = None
    is_librarian: bool = False
    is_host: bool = False  #: Leads what it hangs on: a host, an offerer, a contact person.
    takes_part: bool = False  #: Has a place in the gathering, or is in the group.
    is_muted: bool = False  #: Wants no mails about it.

    @property
    def leads(self) -> bool:
        return self.is_librarian or self.is_host

    @property
    def is_there(self) -> bool:
        return self.takes_part or self.leads


def usual(gathering: Gathering) -> SeenBy:
    """Where people just walk in there are no participants beforehand: then who is signed in."""
    if gathering.sign_up_mode is SignUpMode.NONE:
        return SeenBy.SIGNED_IN
    return SeenBy.PARTICIPANTS


def has_one(gathering: Gathering) -> bool:
    """Of what is sensitive nothing is written down; with what is cancelled it is over."""
    return gathering.conversational and not gathering.is_sensitive and not gathering.is_cancelled


def may_read(seen_by: SeenBy, viewer: Viewer) -> bool:
    if viewer.is_there or seen_by is SeenBy.EVERYONE:
        return True
    return seen_by is SeenBy.SIGNED_IN and viewer.person_id is not None


def may_speak(conversation: Conversation | None, seen_by: SeenBy, viewer: Viewer) -> bool:
    """Whoever may read it and says who they are, as long as it is open."""
    is_open = conversation is None or conversation.closed_at is None
    return is_open and viewer.person_id is not None and may_read(seen_by, viewer)


def shown(viewer: Viewer) -> ColumnElement[bool]:
    """Of the contributions: what was let through and not hidden, one's own, librarians all."""
    if viewer.is_librarian:
        return Contribution.id.is_not(None)
    others = and_(Contribution.seen_from.is_not(None), Contribution.hidden_at.is_(None))
    if viewer.person_id is None:
        return others
    return or_(others, Contribution.person_id == viewer.person_id)
