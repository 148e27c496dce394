"""Entries in the register: what people offer, and what they ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.consents.models import Channel
from community.db import NEVER_AGAIN, Base, Word, Words
from community.libraries.models import Branch, Library
from community.moments import Moment
from community.skills.models import Skill
from community.tokens import new_salt
from community.tongues import Tongue
from community.topics.models import Term, Theme

LONGEST_TITLE = 140
LONGEST_TEXT = 2000
#: How long an entry stands before it asks to be renewed, when it asks, and until when it can.
LASTS = timedelta(days=183)
NUDGED_BEFORE = timedelta(days=14)
GRACE = timedelta(days=30)
#: How long words that a stranger typed wait for the click in the mail.
MAY_CONFIRM = timedelta(days=7)


class Direction(StrEnum):
    OFFER = "offer"
    REQUEST = "request"


class EntryState(StrEnum):
    DRAFT = "draft"  #: Being written, or handed in and waiting for a librarian.
    CHECKED = "checked"  #: A librarian read it; its person has not said yes yet.
    OPEN = "open"
    PAUSED = "paused"
    EXPIRED = "expired"  #: Found by nobody, but its person can still renew it.
    STOPPED = "stopped"


class Form(StrEnum):
    """How somebody wants to share what they know."""

    TELL = "tell"
    EXPLAIN = "explain"
    DO_TOGETHER = "do_together"
    JOIN_TABLE = "join_table"
    LIVING_BOOK = "living_book"
    THINK_ALONG = "think_along"


class Spot(StrEnum):
    """Where, besides which branches."""

    LIBRARY = "library"
    AT_MINE = "at_mine"
    AT_YOURS = "at_yours"
    OUTSIDE = "outside"
    ONLINE = "online"


class HowOften(StrEnum):
    ONCE = "once"
    MONTHLY = "monthly"
    FORTNIGHTLY = "fortnightly"
    WEEKLY = "weekly"
    AS_AGREED = "as_agreed"


class SeenBy(StrEnum):
    """Who may read an open entry."""

    LIBRARIANS = "librarians"
    SIGNED_IN = "signed_in"  #: Of an offer everybody sees the title.
    EVERYONE = "everyone"


entry_theme = Table(
    "entry_theme",
    Base.metadata,
    Column("entry_id", ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)
entry_term = Table(
    "entry_term",
    Base.metadata,
    Column("entry_id", ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("term_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True, index=True),
)
entry_branch = Table(
    "entry_branch",
    Base.metadata,
    Column("entry_id", ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("branch_id", ForeignKey("branch.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Entry(Base):
    """What one person offers or asks, in their own words."""

    __tablename__ = "entry"
    __table_args__ = (
        Index(None, "library_id", "direction", "state"),
        Index(None, "state", "expires_at"),
        CheckConstraint("title <> ''", name="said"),
        CheckConstraint(
            "state NOT IN ('open', 'paused', 'expired')"
            " OR (opened_at IS NOT NULL AND expires_at IS NOT NULL)",
            name="open_until",
        ),
        CheckConstraint("state <> 'open' OR age_said_at IS NOT NULL", name="not_by_a_child"),
        CheckConstraint("direction = 'request' OR NOT is_anonymous", name="offers_have_a_name"),
        CheckConstraint("hidden_at IS NULL OR hidden_why <> ''", name="hidden_why"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    direction: Mapped[Direction] = mapped_column(Word(Direction))
    #: The kunde that it came from, if there was one.
    skill_id: Mapped[int | None] = mapped_column(
        ForeignKey("skill.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))  #: One sentence, own words.
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8), default="nl")  #: Of these words.
    forms: Mapped[frozenset[Form]] = mapped_column(Words(Form), default=frozenset())
    moments: Mapped[frozenset[Moment]] = mapped_column(Words(Moment), default=frozenset())
    spots: Mapped[frozenset[Spot]] = mapped_column(Words(Spot), default=frozenset())
    tongues: Mapped[frozenset[Tongue]] = mapped_column(Words(Tongue), default=frozenset())
    how_often: Mapped[HowOften | None] = mapped_column(Word(HowOften))
    #: As its person wishes. With a sensitive theme librarians alone see it without `consent_at`
    #: (`register.seeing`).
    seen_by: Mapped[SeenBy] = mapped_column(Word(SeenBy), default=SeenBy.SIGNED_IN)
    #: That a sensitive one may be seen as `seen_by` says, and the words that were agreed to.
    consent_at: Mapped[datetime | None]
    consent_words: Mapped[str] = mapped_column(String(500), default="")
    is_anonymous: Mapped[bool] = mapped_column(default=False)  #: A request without a name.
    #: How its person said yes to a librarian who wrote this down; None: they wrote it themselves.
    heard: Mapped[Channel | None] = mapped_column(Word(Channel))
    #: When its person said to be 16 or older; nobody younger has an entry.
    age_said_at: Mapped[datetime | None]
    state: Mapped[EntryState] = mapped_column(Word(EntryState), default=EntryState.DRAFT)
    handed_in_at: Mapped[datetime | None]  #: Since when it waits for a librarian, or did.
    checked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]  #: When its person was told that it is about to expire.
    #: Typed by somebody who was not signed in: until when a mail to its person can confirm it.
    confirm_by: Mapped[datetime | None] = mapped_column(index=True)
    #: Hidden by moderation, whatever its state; who sees it then is its person and librarians.
    hidden_at: Mapped[datetime | None]
    hidden_why: Mapped[str] = mapped_column(String(20), default="")
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    created_at: Mapped[datetime]
    revised_at: Mapped[datetime]

    library: Mapped[Library] = relationship()
    person: Mapped[Person] = relationship()
    skill: Mapped[Skill | None] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary=entry_theme, order_by="Theme.position")
    terms: Mapped[list[Term]] = relationship(secondary=entry_term, order_by="Term.folded")
    branches: Mapped[list[Branch]] = relationship(secondary=entry_branch, order_by="Branch.name")

    @property
    def is_waiting(self) -> bool:
        """Handed in, and not yet looked at by a librarian."""
        return self.state is EntryState.DRAFT and self.handed_in_at is not None

    @property
    def is_sensitive(self) -> bool:
        return any(theme.is_sensitive for theme in self.themes) or any(
            term.is_sensitive for term in self.terms
        )
