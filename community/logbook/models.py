"""What happened outside the system: how each note stands now. What it says is in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base, Word
from community.topics.models import Theme

MOST_OF_A_NOTE = 500


class Place(StrEnum):
    """Where something happened."""

    COUNTER = "counter"  #: In the library, at one of its branches.
    VISIT = "visit"  #: With a club, a school, somebody who asked us in.
    NETWORK = "network"  #: At a meeting of those we work with.
    NEIGHBOURHOOD = "neighbourhood"  #: On the street, at a market.
    TALK = "talk"  #: By telephone, mail or the internet.
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraft:
    """What a note says."""

    text: str
    on: date
    place: Place
    branch_id: int | None = None  #: At which counter.
    group_id: int | None = None
    partner_id: int | None = None
    theme_id: int | None = None  #: None: something else.
    is_contact: bool = False  #: It goes into the partner's file as well.


class OutsideNote(Base):
    """A note of something that happened outside, from its first row in the log to its latest.

    Nothing of its words is here: a correction is a new row of the log, to which this one moves on.
    """

    __tablename__ = "outside_note"
    __table_args__ = (
        # The same form sent twice is one note.
        UniqueConstraint("library_id", "form_key"),
        Index(None, "library_id", "noted_by_id", "noted_at"),
        Index(None, "library_id", "happened_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    form_key: Mapped[str] = mapped_column(String(32))
    #: Who may put it right; the log does not know.
    noted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    noted_at: Mapped[datetime]
    happened_on: Mapped[date] = mapped_column(Date)
    place: Mapped[Place] = mapped_column(Word(Place))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    activity_id: Mapped[int] = mapped_column(unique=True)  #: The row of the log that counts now.
    corrected_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    #: The partner's own file has it as a contact: once, whatever becomes of the note.
    in_file: Mapped[bool] = mapped_column(default=False)

    theme: Mapped[Theme | None] = relationship()
