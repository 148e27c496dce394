"""The five acts of the librarian on a conversation, as far as they were done and counted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.activity.verbs import Verb
from community.db import NEVER_AGAIN, Base, Word


class Act(StrEnum):
    ENRICH = "enrich"  #: A source or a book.
    CONNECT = "connect"  #: Somebody invited whose kunde fits.
    SUPPORT = "support"  #: A host, a format, a room.
    SPREAD = "spread"  #: The harvest published.
    ACTIVATE = "activate"  #: A new question, or the next gathering planned.

    @property
    def verb(self) -> Verb:
        return _VERBS[self]


_VERBS = {
    Act.ENRICH: Verb.TALK_ENRICHED,
    Act.CONNECT: Verb.TALK_CONNECTED,
    Act.SUPPORT: Verb.TALK_SUPPORTED,
    Act.SPREAD: Verb.TALK_SPREAD,
    Act.ACTIVATE: Verb.TALK_ACTIVATED,
}


class Means(StrEnum):
    """By what it was done."""

    SOURCE = "source"
    INVITATION = "invitation"
    HOST = "host"
    FORMAT = "format"
    ROOM = "room"
    HARVEST = "harvest"
    QUESTION = "question"
    GATHERING = "gathering"


class TalkAct(Base):
    """One act. `ref` says of which thing, so that it counts once; of a person it says nothing."""

    __tablename__ = "talk_act"
    __table_args__ = (
        UniqueConstraint("gathering_id", "means", "ref"),
        Index(None, "library_id", "happened_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    act: Mapped[Act] = mapped_column(Word(Act))
    means: Mapped[Means] = mapped_column(Word(Means))
    ref: Mapped[str] = mapped_column(String(40))
    happened_at: Mapped[datetime]
