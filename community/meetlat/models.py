"""The meetlat's tables: how a library stands, and the metingen that were frozen."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base, Word


class Standing(Base):
    """How a library stands by its log, worked out by night or at the press of a button."""

    __tablename__ = "meetlat_standing"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    until: Mapped[date]
    worked_out_at: Mapped[datetime]
    last_activity_id: Mapped[int]  #: The log's latest row that it knows of.
    version: Mapped[str] = mapped_column(String(40))  #: Of the meetlat.
    #: `engine.stored.pack(Aggregates)`: large, and read by who opens a number only.
    inputs: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    result: Mapped[bytes] = mapped_column(LargeBinary)  #: `engine.stored.dump(MeetlatResult)`


class Meting(Base):
    """A measurement that stands still: later corrections of the log never change it."""

    __tablename__ = "meting"
    __table_args__ = (UniqueConstraint("library_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    until: Mapped[date]
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[int | None] = mapped_column(  #: None: nobody, or no longer known.
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    #: By the clock or from a terminal, not at the press of a button.
    by_itself: Mapped[bool] = mapped_column(default=True)
    version: Mapped[str] = mapped_column(String(40))
    #: `engine.stored.pack(Aggregates)`: read by who works it out again, and nobody else.
    inputs: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    result: Mapped[bytes] = mapped_column(LargeBinary)
    #: How the library saw itself then, as the room of the self-assessment gave it.
    assessment: Mapped[bytes | None] = mapped_column(LargeBinary)

    frozen_by: Mapped[Person | None] = relationship()


class Publicity(StrEnum):
    """What of the meetlat anybody may see."""

    NOTHING = "nothing"
    SCORES = "scores"  #: The two dimensions and the building blocks.
    QUESTIONS = "questions"  #: And every question with its level.


class MeetlatPublication(Base):
    """What a manager chose to show. No row: nothing."""

    __tablename__ = "meetlat_publication"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    shows: Mapped[Publicity] = mapped_column(Word(Publicity), default=Publicity.NOTHING)
    changed_at: Mapped[datetime]
