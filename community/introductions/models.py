"""Introductions: two people who may have something for each other, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word, Words
from community.libraries.models import Library
from community.register.models import Direction, Entry
from community.tokens import new_salt

LONGEST_MESSAGE = 1500


class Side(StrEnum):
    """Who seeks, and who has it."""

    ASKER = "asker"
    GIVER = "giver"

    @property
    def other(self) -> Side:
        return Side.GIVER if self is Side.ASKER else Side.ASKER

    @property
    def direction(self) -> Direction:
        """What this side puts in the register."""
        return Direction.REQUEST if self is Side.ASKER else Direction.OFFER


class State(StrEnum):
    """What comes before, a suggestion, is worked out when somebody looks (`suggesting.py`)."""

    INTRODUCED = "introduced"  #: Both know of it; not both have said yes.
    AGREED = "agreed"  #: Both said yes: they see what the other shares.
    MET = "met"
    ENDED = "ended"


class Ending(StrEnum):
    """Why it ended."""

    NOT_THIS = "not_this"  #: A suggestion that the librarian put aside; both never heard of it.
    NO = "no"  #: One of both said no.
    SILENCE = "silence"  #: Not both answered in time.
    STOPPED = "stopped"  #: One of both stopped it later, or what it was about was closed.
    BLOCKED = "blocked"
    DONE = "done"  #: It is known what came of it.


class Outcome(StrEnum):
    HELPED = "helped"
    PARTLY = "partly"
    NOT = "not"


class Share(StrEnum):
    """What the other gets to see once both have said yes."""

    MAIL = "mail"
    PHONE = "phone"


class Means(StrEnum):
    """How a yes or a no reached us."""

    PAGE = "page"
    DESK = "desk"
    PHONE = "phone"


class Introduction(Base):
    """One offer or question, or both, and two people. Of two people one at a time."""

    __tablename__ = "introduction"
    __table_args__ = (
        Index(
            "uq_introduction_pair",
            "library_id",
            "pair",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "library_id", "state"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_at"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_because"),
        CheckConstraint("state <> 'met' OR met_at IS NOT NULL", name="met_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    #: The numbers of both people, the lower first: "12-34".
    pair: Mapped[str] = mapped_column(String(40))
    offer_id: Mapped[int | None] = mapped_column(
        ForeignKey("entry.id", ondelete="SET NULL"), index=True
    )
    request_id: Mapped[int | None] = mapped_column(
        ForeignKey("entry.id", ondelete="SET NULL"), index=True
    )
    #: Why, as search had it then: a list of {"because": …, "value": …}; none if a person asked.
    reasons: Mapped[list[Mapping[str, str]]] = mapped_column(JSON, default=list)
    #: The librarian who brought them together; None: one of both asked.
    introduced_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    #: Neither mails nor the log say what it is about.
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(Word(State))
    introduced_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))

    library: Mapped[Library] = relationship()
    offer: Mapped[Entry | None] = relationship(foreign_keys=[offer_id])
    request: Mapped[Entry | None] = relationship(foreign_keys=[request_id])
    parties: Mapped[list[Party]] = relationship(
        back_populates="introduction", cascade="all, delete-orphan"
    )

    def party(self, side: Side) -> Party:
        return next(each for each in self.parties if each.side == side)

    @property
    def both_said_yes(self) -> bool:
        return all(each.yes_at is not None for each in self.parties)

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def entries(self) -> list[Entry]:
        """What it is about, as far as it is still there; the question first."""
        return [entry for entry in (self.request, self.offer) if entry is not None]


class Party(Base):
    """One of the two: what they said, and what they let the other see."""

    __tablename__ = "introduction_party"
    __table_args__ = (
        CheckConstraint("(yes_at IS NULL) = (yes_by IS NULL)", name="yes_by"),
        CheckConstraint("(told_at IS NULL) = (outcome IS NULL)", name="told"),
    )

    introduction_id: Mapped[int] = mapped_column(
        ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True
    )
    side: Mapped[Side] = mapped_column(Word(Side), primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    #: Whether this one asked of their own accord.
    began_it: Mapped[bool] = mapped_column(default=False)
    yes_at: Mapped[datetime | None]
    yes_by: Mapped[Means | None] = mapped_column(Word(Means))
    shares: Mapped[frozenset[Share]] = mapped_column(Words(Share), default=frozenset())
    #: What they say came of it, and when.
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    told_at: Mapped[datetime | None]

    introduction: Mapped[Introduction] = relationship(back_populates="parties")
    person: Mapped[Person] = relationship()


class IntroductionMessage(Base):
    """What one wrote to the other through the library. No librarian reads along."""

    __tablename__ = "introduction_message"
    __table_args__ = (
        UniqueConstraint("introduction_id", "once"),
        CheckConstraint("text <> ''", name="said"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id", ondelete="CASCADE"))
    side: Mapped[Side] = mapped_column(Word(Side))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST_MESSAGE))
    #: Of the form: pressing twice sends one message.
    once: Mapped[str] = mapped_column(String(32))
    written_at: Mapped[datetime] = mapped_column(index=True)
    hidden_at: Mapped[datetime | None]

    introduction: Mapped[Introduction] = relationship()


class Block(Base):
    """Somebody who does not want to hear from somebody else. The other is never told."""

    __tablename__ = "introduction_block"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    blocked_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime]

    blocked: Mapped[Person] = relationship(foreign_keys=[blocked_id])
