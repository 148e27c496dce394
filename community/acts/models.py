"""The five acts of the librarian on a conversation, as far as they were done and counted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.activity.verbs import Verb
from community.db import NEVER_AGAIN, Base, Word


class Act(StrEnum):
    ENRICH = "enrich"  #: A source or a book.
    CONNECT = "connect"  #: Somebody invited whose kunde fits.
    SUPPORT = "support"  #: A host, a format, a room.
    SPREAD = "spread"  #: The harvest published, or marked for the weekly mail.
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
    DIGEST = "digest"  #: Marked for the weekly mail.
    QUESTION = "question"
    GATHERING = "gathering"


class TalkAct(Base):
    """One act. `ref` says by which thing, so that it counts once, for one conversation; of a person
    it says nothing."""

    __tablename__ = "talk_act"
    __table_args__ = (
        UniqueConstraint("library_id", "means", "ref"),
        Index(None, "library_id", "happened_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    act: Mapped[Act] = mapped_column(Word(Act))
    means: Mapped[Means] = mapped_column(Word(Means))
    ref: Mapped[str] = mapped_column(String(40))
    happened_at: Mapped[datetime]


class TalkMark(Base):
    """A conversation or a harvest that the next weekly mail names, once."""

    __tablename__ = "talk_mark"
    __table_args__ = (
        Index(None, "library_id", "marked_at"),
        CheckConstraint("(conversation_id IS NULL) <> (harvest_id IS NULL)", name="one_thing"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    harvest_id: Mapped[int | None] = mapped_column(
        ForeignKey("harvest.id", ondelete="CASCADE"), index=True
    )
    marked_at: Mapped[datetime]
