"""A room that is kept for something: a gathering, or what is no gathering at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base, Word
from community.libraries.models import MOST_MINUTES_AROUND, Room


class Purpose(StrEnum):
    """What a room is booked for. Only a gathering's booking is kept by somebody else."""

    GATHERING = "gathering"
    OWN = "own"  #: A team meeting, cleaning, building up.
    GROUP = "group"  #: Residents who meet by themselves.
    RENTED = "rented"


class Booking(Base):
    """A room from the moment somebody sets it up until it is cleared again.

    No two of one room overlap: guard.py has the database itself refuse it.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(
            "blocked_from <= starts_at AND blocked_until >= ends_at", name="blocked_around"
        ),
        *(
            CheckConstraint(f"{name} BETWEEN 0 AND {MOST_MINUTES_AROUND}", name=f"{name}_sane")
            for name in ("set_up_minutes", "clear_minutes")
        ),
        Index(None, "library_id", "room_id", "blocked_until"),
        Index(None, "room_id", "blocked_until"),
        Index(None, "library_id", "repetition"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose))
    #: A line for the room calendar, without names of people. Empty: nobody's business.
    what: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime]  #: When people come in,
    ends_at: Mapped[datetime]  #: and when they leave.
    set_up_minutes: Mapped[int]
    clear_minutes: Mapped[int]
    blocked_from: Mapped[datetime]
    blocked_until: Mapped[datetime]
    created_at: Mapped[datetime]
    revised_at: Mapped[datetime]
    #: What the weeks of one booking that repeats have in common.
    repetition: Mapped[str | None] = mapped_column(String(16))

    room: Mapped[Room] = relationship()

    def occupy(
        self, room_id: int, starts_at: datetime, ends_at: datetime, set_up: int, clear: int
    ) -> None:
        """Take this room for this time, and for what comes before and after."""
        self.room_id = room_id
        self.starts_at, self.ends_at = starts_at, ends_at
        self.set_up_minutes, self.clear_minutes = set_up, clear
        self.blocked_from = starts_at - timedelta(minutes=set_up)
        self.blocked_until = ends_at + timedelta(minutes=clear)
