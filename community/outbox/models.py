"""Mail owed to people."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, Word


class MailState(StrEnum):
    OWED = "owed"
    SENT = "sent"
    FAILED = "failed"  #: After the last try; a librarian sees it.
    DROPPED = "dropped"  #: Overtaken by newer news, or too late to be of use.
    #: Owed when a copy was made that was put back since: it may have been sent long ago.
    RESTORED = "restored"
    BOUNCED = "bounced"  #: Sent, and brought back: nobody lives at that address.


class OutboxMail(Base):
    """A mail owed to somebody: template and ids, written with the change that caused it."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        Index("ix_outbox_mail_due", "due_at", sqlite_where=text("state = 'owed'"),
              postgresql_where=text("state = 'owed'")),
        Index(None, "library_id", "state", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What is owed, once: person + gathering + kind + occasion.
    key: Mapped[str] = mapped_column(String(160), unique=True)
    library_id: Mapped[int | None]
    template: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int] = mapped_column(index=True)  #: A plain id, as in the log.
    gathering_id: Mapped[int | None] = mapped_column(index=True)
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[MailState] = mapped_column(Word(MailState), default=MailState.OWED)
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(String(120), index=True)
    #: The address that it went to, sealed (`bounces.py`): to know a report about it by.
    sent_to: Mapped[str] = mapped_column(String(32), default="")


class MailWording(Base):
    """A library's own words at the beginning and the end of one mail, in one language."""

    __tablename__ = "mail_wording"
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    template: Mapped[str] = mapped_column(String(80), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    greeting: Mapped[str] = mapped_column(Text, default="")
    closing: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
