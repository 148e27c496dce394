"""Notes of the tables of a gathering, their screens, and the clock that all of them see.

A note is of a table and of nobody: no person is kept with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.conversations.models import LONGEST, Kind
from community.db import NEVER_AGAIN, Base, Word
from community.gatherings.models import Gathering
from community.table_plans.models import MOST_TABLES
from community.tokens import new_salt

MOST_ROUNDS = 8

#: What a table can lay down.
KINDS = (Kind.QUESTION, Kind.IDEA, Kind.INSIGHT, Kind.AGREEMENT)


class Via(StrEnum):
    SCREEN = "screen"
    SHEET = "sheet"  #: Written on paper, typed over later.


class TableScreen(Base):
    """The address of one table: whoever has it writes for that table, without an account."""

    __tablename__ = "table_screen"
    __table_args__ = (
        UniqueConstraint("gathering_id", "table_no"),
        CheckConstraint(f"table_no BETWEEN 1 AND {MOST_TABLES}", name="table_no"),
        Index(None, "library_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    table_no: Mapped[int]
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    seen_at: Mapped[datetime | None]  #: When it last asked for news: so its silence is noticed.

    gathering: Mapped[Gathering] = relationship()


class TableNote(Base):
    """One thought of one table. Taken away, its words go and its place stays."""

    __tablename__ = "table_note"
    __table_args__ = (
        UniqueConstraint("gathering_id", "once"),
        Index(None, "gathering_id", "table_no", "id"),
        Index(None, "library_id"),
        CheckConstraint(f"table_no BETWEEN 1 AND {MOST_TABLES}", name="table_no"),
        CheckConstraint(f"round_no BETWEEN 1 AND {MOST_ROUNDS}", name="round_no"),
        CheckConstraint("(removed_at IS NULL) = (text <> '')", name="removed_is_blank"),
        CheckConstraint("revision >= 1", name="revision"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    table_no: Mapped[int]
    round_no: Mapped[int]
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    text: Mapped[str] = mapped_column(String(LONGEST))
    via: Mapped[Via] = mapped_column(Word(Via))
    #: Made by the device before it first sends: the same note sent again is that note.
    once: Mapped[str] = mapped_column(String(32))
    #: Counted by the device: what comes late over a bad network does not undo what came after.
    revision: Mapped[int] = mapped_column(default=1)
    #: When it was laid on the table; None: somebody is still typing.
    laid_at: Mapped[datetime | None]
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    gathering: Mapped[Gathering] = relationship()


class RoundClock(Base):
    """Where the rounds of a gathering are: set by who leads it, seen at every table."""

    __tablename__ = "round_clock"
    __table_args__ = (
        CheckConstraint(f"round_no BETWEEN 0 AND {MOST_ROUNDS}", name="round_no"),
        Index(None, "library_id"),
    )

    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    round_no: Mapped[int] = mapped_column(default=0)  #: 0: not begun.
    round_began_at: Mapped[datetime | None]
    minutes: Mapped[int | None]  #: Of this round, what was added included; None: no limit.
    ended_at: Mapped[datetime | None]  #: The last round is over; tables may still finish a note.

    gathering: Mapped[Gathering] = relationship()

    @property
    def round_ends_at(self) -> datetime | None:
        if self.round_began_at is None or self.minutes is None:
            return None
        return self.round_began_at + timedelta(minutes=self.minutes)
