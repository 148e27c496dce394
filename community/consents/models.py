"""A consent is a row: to what, in which words, when and how. Taken back, the row stays as proof."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, Word

_STANDS = text("withdrawn_at IS NULL")


class Channel(StrEnum):
    """How it was said."""

    SCREEN = "screen"  #: By the person, signed in or by a link of their own.
    MAIL = "mail"  #: By a link in a mail.
    COUNTER = "counter"  #: Spoken; somebody of the library wrote it down.
    PHONE = "phone"
    PAPER = "paper"
    IMPORT = "import"  #: Came along from another system.


#: How somebody can say yes who is not at a screen: somebody of the library writes it down.
SPOKEN = (Channel.COUNTER, Channel.PHONE, Channel.PAPER)


class Consent(Base):
    """One person agreed to one purpose of one library, in the words of one version."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= given_at", name="back_after"),
        Index(
            "uq_consent_standing",
            "library_id",
            "person_id",
            "purpose",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: A name that its room registered (`consents.purposes`).
    purpose: Mapped[str] = mapped_column(String(40))
    #: Which version of the words; the room that asks keeps every version it ever asked with.
    text_version: Mapped[str] = mapped_column(String(20))
    channel: Mapped[Channel] = mapped_column(Word(Channel))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
