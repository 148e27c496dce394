"""Consent of a library to its network, and what the two say to each other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word
from community.libraries.models import Library, Network


class Support(StrEnum):
    """The forms of support, as the meetlat's advice names them."""

    INTERVISION = "intervisie"
    SHARING = "kennisdeling"
    TRAINING = "opleidingen"
    INSPIRATION = "inspiratie"
    PROJECT = "projectondersteuning"


class Block(StrEnum):
    """The five bouwstenen, as the meetlat's data names them."""

    COMMUNICATION = "communicatie"
    BUILDING = "gebouw"
    KNOWLEDGE = "kennis"
    CULTURE = "cultuur"
    STRATEGY = "strategie"


class RequestState(StrEnum):
    ASKED = "asked"
    TAKEN_UP = "taken_up"  #: An adviser works on it.
    DONE = "done"
    WITHDRAWN = "withdrawn"  #: By the library.


#: As long as there is something left to say.
OPEN = frozenset({RequestState.ASKED, RequestState.TAKEN_UP})


class Side(StrEnum):
    """Who speaks: somebody of the library, or an adviser of its network."""

    LIBRARY = "library"
    NETWORK = "network"

    @property
    def other(self) -> Side:
        return Side.NETWORK if self is Side.LIBRARY else Side.LIBRARY


class Consent(Base):
    """That a library lets its network look along: when, by whom, and until when.

    Given anew is a new row: what was true when stays to be read.
    """

    __tablename__ = "network_consent"
    __table_args__ = (
        Index(None, "library_id", "given_at"),
        # One stands at a time.
        Index(
            "ix_network_consent_standing",
            "library_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("withdrawn_at >= given_at", name="withdrawn_after_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    network_id: Mapped[int] = mapped_column(
        ForeignKey("network.id", ondelete="CASCADE"), index=True
    )
    given_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    given_by: Mapped[Person | None] = relationship(foreign_keys=given_by_id)
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=withdrawn_by_id)


class SupportRequest(Base):
    """What a library asks of its network: a form of support, and one question."""

    __tablename__ = "support_request"
    __table_args__ = (
        UniqueConstraint("library_id", "once"),
        Index(None, "network_id", "state"),
        NEVER_AGAIN,  # The outbox names it by its number.
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    #: Whom it was asked; a library that changes networks asks the next one anew.
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    form: Mapped[Support] = mapped_column(Word(Support))
    block: Mapped[Block | None] = mapped_column(Word(Block))  #: None: about something else.
    state: Mapped[RequestState] = mapped_column(Word(RequestState), default=RequestState.ASKED)
    state_since: Mapped[datetime]
    asked_at: Mapped[datetime]
    taken_up_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    #: The latest message that each side has said to have read: what comes after it is new to them.
    library_read: Mapped[int] = mapped_column(default=0)
    network_read: Mapped[int] = mapped_column(default=0)
    once: Mapped[str] = mapped_column(String(32))  #: The same form sent twice is one request.

    library: Mapped[Library] = relationship()
    network: Mapped[Network] = relationship()
    taken_up_by: Mapped[Person | None] = relationship()
    messages: Mapped[list[SupportMessage]] = relationship(
        back_populates="request", order_by="SupportMessage.id", passive_deletes=True
    )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def read_by(self, side: Side) -> int:
        return self.library_read if side is Side.LIBRARY else self.network_read

    def unread_by(self, side: Side) -> list[SupportMessage]:
        """What the other side said since."""
        read = self.read_by(side)
        return [each for each in self.messages if each.side is not side and each.id > read]


class SupportMessage(Base):
    """What one side says in a request; the first is the question, some only tell a new state."""

    __tablename__ = "support_message"
    __table_args__ = (
        UniqueConstraint("request_id", "once"),
        CheckConstraint("text <> '' OR became IS NOT NULL", name="says_something"),
        NEVER_AGAIN,  # Which have been read, the request says by their numbers.
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id", ondelete="CASCADE"))
    side: Mapped[Side] = mapped_column(Word(Side))
    written_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str] = mapped_column(String(2000), default="")
    became: Mapped[RequestState | None] = mapped_column(Word(RequestState))
    written_at: Mapped[datetime]
    once: Mapped[str] = mapped_column(String(32))

    request: Mapped[SupportRequest] = relationship(back_populates="messages")
    written_by: Mapped[Person | None] = relationship()
