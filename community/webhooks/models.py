"""Where a library's news is brought to, and each time that this is owed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base, Word, Words
from community.tokens import new_salt

LONGEST_NAME = 80
LONGEST_URL = 500


class Event(StrEnum):
    """What a webhook can be told; the names stand in what it receives, so they never change."""

    GATHERING_PUBLISHED = "gathering.published"
    GATHERING_MOVED = "gathering.moved"
    GATHERING_CANCELLED = "gathering.cancelled"
    GATHERING_CLOSED = "gathering.closed"
    SIGN_UP_CONFIRMED = "sign_up.confirmed"
    SIGN_UP_WAITING = "sign_up.waiting"
    SIGN_UP_LEFT = "sign_up.left"


#: What the button sends; nothing happened.
TEST = "test"


class Paused(StrEnum):
    """Why nothing is brought for now."""

    BY_HAND = "by_hand"
    FAILING = "failing"  #: For days on end nothing arrived.
    GONE = "gone"  #: The other side said that it does not exist any more (410).
    PUT_BACK = "put_back"  #: Whose account it was set up by had been taken over.


class State(StrEnum):
    OWED = "owed"
    DELIVERED = "delivered"
    FAILED = "failed"  #: After the last try; who works at the desk sees it.


class Webhook(Base):
    """An address of another program, and what it wants to know.

    Up to `after_id` every row of the log was looked at for good. What comes after is looked at
    again and again, for a while: a transaction may commit later than one with a higher number.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        Index(None, "library_id"),
        CheckConstraint("after_id <= seen_id", name="looks_ahead"),
        CheckConstraint("(paused_at IS NULL) = (paused_why IS NULL)", name="paused_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    url: Mapped[str] = mapped_column(String(LONGEST_URL))
    events: Mapped[frozenset[Event]] = mapped_column(Words(Event))
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    #: The secret before the last renewal, good until then.
    old_salt: Mapped[str] = mapped_column(String(32), default="")
    old_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    #: Who last said where it goes, or saw its secret: a plain id, as in the log.
    set_up_by_id: Mapped[int | None]
    set_up_at: Mapped[datetime | None]
    after_id: Mapped[int]
    seen_id: Mapped[int]
    seen_at: Mapped[datetime]
    failing_since: Mapped[datetime | None]  #: Since then nothing arrived.
    paused_at: Mapped[datetime | None]
    paused_why: Mapped[Paused | None] = mapped_column(Word(Paused))


class WebhookDelivery(Base):
    """One message to one webhook: of one row of the log, once, or of the test button."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "activity_id"),
        Index(None, "webhook_id", "owed_at"),
        Index(None, "library_id"),
        Index("ix_webhook_delivery_due", "due_at", sqlite_where=text("state = 'owed'"),
              postgresql_where=text("state = 'owed'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    activity_id: Mapped[int | None]  #: Its row in the log; a plain id, as there.
    #: The same at every try, so that the other side can tell that it had this one.
    message_id: Mapped[str] = mapped_column(String(40), unique=True)
    event: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[State] = mapped_column(Word(State), default=State.OWED)
    owed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    answered: Mapped[int | None]  #: The status of the last answer.
    took_ms: Mapped[int | None]
    last_error: Mapped[str] = mapped_column(String(300), default="")

    webhook: Mapped[Webhook] = relationship()
