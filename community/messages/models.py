"""What the library writes to the people of one gathering, and who got it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base, Word
from community.gatherings.models import Gathering, SignUp

MOST_SUBJECT = 120
MOST_TEXT = 4_000


class Audience(StrEnum):
    """To whom, as it stands when the message is sent."""

    EVERYBODY = "everybody"  #: Who takes part and who waits.
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CAME = "came"
    ABSENT = "absent"
    CHOSEN = "chosen"  #: Whom the writer ticked.


class Message(Base):
    """A message about one gathering: a draft until it is sent, and then as it was sent."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("mails >= 0 AND calls >= 0", name="counts_not_negative"),
        Index(None, "gathering_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    written_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    audience: Mapped[Audience] = mapped_column(Word(Audience))
    #: Empty for a sensitive gathering: its mails have a subject that says nothing.
    subject: Mapped[str] = mapped_column(String(MOST_SUBJECT), default="")
    text: Mapped[str] = mapped_column(Text)  #: Markdown.
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    #: To how many it went by mail, and how many had to be called; stays when people are erased.
    mails: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int] = mapped_column(default=0)

    gathering: Mapped[Gathering] = relationship()
    written_by: Mapped[Person | None] = relationship()

    @property
    def is_draft(self) -> bool:
        return self.sent_at is None


class Addressee(Base):
    """One person of a message. Of a draft: who is ticked; of one that was sent: who it went to."""

    __tablename__ = "message_addressee"
    __table_args__ = (
        CheckConstraint("called_at IS NULL OR by_mail = FALSE", name="called_who_has_no_mail"),
    )

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True
    )
    sign_up_id: Mapped[int] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    by_mail: Mapped[bool]
    called_at: Mapped[datetime | None]

    message: Mapped[Message] = relationship()
    sign_up: Mapped[SignUp] = relationship()
