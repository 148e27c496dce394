"""A conversation about something, what is said in it, and who wants to hear of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word
from community.gatherings.models import Gathering
from community.groups.models import Group
from community.libraries.models import Library
from community.register.models import Entry
from community.topics.models import Theme

LONGEST = 1_500
LONGEST_URL = 500
LONGEST_TITLE = 200


class SeenBy(StrEnum):
    """Who may read a conversation."""

    PARTICIPANTS = "participants"  #: Who takes part, its hosts and the librarians.
    SIGNED_IN = "signed_in"
    EVERYONE = "everyone"


class On(StrEnum):
    """What a conversation hangs on."""

    GATHERING = "gathering"
    THEME = "theme"
    ENTRY = "entry"  #: An offer or a request of the register.
    GROUP = "group"
    HARVEST = "harvest"


class Kind(StrEnum):
    QUESTION = "question"
    EXPERIENCE = "experience"
    IDEA = "idea"
    INSIGHT = "insight"
    SOURCE = "source"
    AGREEMENT = "agreement"


class Phase(StrEnum):
    """When it was said, of the gathering that it is about. What has no time goes on: during."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Nod(StrEnum):
    """What somebody says without words."""

    RECOGNISES = "recognises"
    JOINS_IN = "joins_in"


class Conversation(Base):
    """A thread, on exactly one thing. There is a row as soon as somebody says or sets something."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("gathering_id"),
        Index(None, "library_id", "theme_id", unique=True),
        *(Index(None, f"{on}_id", unique=True) for on in (On.ENTRY, On.GROUP, On.HARVEST)),
        Index(None, "theme_id"),
        CheckConstraint(
            " + ".join(f"CASE WHEN {on}_id IS NULL THEN 0 ELSE 1 END" for on in On) + " = 1",
            name="on_one_thing",
        ),
        Index(None, "library_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    gathering_id: Mapped[int | None] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("residents_group.id", ondelete="CASCADE")
    )
    #: Of a room above this one, which tells what it is (`anchors.register`).
    harvest_id: Mapped[int | None] = mapped_column(ForeignKey("harvest.id", ondelete="CASCADE"))
    seen_by: Mapped[SeenBy] = mapped_column(Word(SeenBy))
    closed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]

    library: Mapped[Library] = relationship()
    gathering: Mapped[Gathering | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    entry: Mapped[Entry | None] = relationship()
    group: Mapped[Group | None] = relationship()

    @property
    def hangs_on(self) -> tuple[On, int]:
        """What it hangs on, and the number of that."""
        for on in On:
            number: int | None = getattr(self, f"{on}_id")
            if number is not None:
                return on, number
        raise ValueError(f"conversation {self.id} hangs on nothing")


class Contribution(Base):
    """What one person said. Taken back, its words go and its place stays."""

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("conversation_id", "once"),
        Index(None, "conversation_id", "id"),
        CheckConstraint("(reply_to_id IS NULL) = (kind IS NOT NULL)", name="a_reply_has_no_kind"),
        CheckConstraint("(withdrawn_at IS NULL) = (text <> '')", name="taken_back_is_blank"),
        CheckConstraint("hidden_at IS NULL OR hidden_why <> ''", name="hidden_why"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    #: One level deep: what it answers answers nothing itself.
    reply_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Kind | None] = mapped_column(Word(Kind))
    phase: Mapped[Phase] = mapped_column(Word(Phase))
    text: Mapped[str] = mapped_column(String(LONGEST))  #: Markdown.
    #: Of a source: where it is on the web, or a title with an ISBN.
    url: Mapped[str] = mapped_column(String(LONGEST_URL), default="")
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE), default="")
    isbn: Mapped[str] = mapped_column(String(13), default="")
    #: When others could see it: at once, or when a librarian had looked. None: it waits.
    seen_from: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]  #: By moderation.
    hidden_why: Mapped[str] = mapped_column(String(20), default="")
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    #: Made with the form: the same one sent twice is one contribution.
    once: Mapped[str] = mapped_column(String(32))

    conversation: Mapped[Conversation] = relationship()
    person: Mapped[Person | None] = relationship()


class ContributionNod(Base):
    """One person's *I recognise this* or *I want to join in*."""

    __tablename__ = "contribution_nod"
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    nod: Mapped[Nod] = mapped_column(Word(Nod), primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    nodded_at: Mapped[datetime]


class Listener(Base):
    """How far somebody was told what is new, and whether they still want to hear it."""

    __tablename__ = "listener"
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    #: Everything up to this contribution is known to them.
    told_until: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime | None]
    muted_at: Mapped[datetime | None]
