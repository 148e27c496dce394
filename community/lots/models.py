"""Which gatherings are asked to fill in a tally card or an exit pulse."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, Word
from community.tokens import new_salt

#: The share that is drawn: one in two up to one in twelve, and one in four unless a manager chose.
FEWEST, MOST, USUAL = 2, 12, 4


class Instrument(StrEnum):
    """What people may be asked at the door."""

    TALLY = "tally"
    PULSE = "pulse"


class Practice(StrEnum):
    """Where a library asks it."""

    NONE = "none"
    BY_LOT = "by_lot"
    ALWAYS = "always"


class Asked(StrEnum):
    """Whether one gathering is asked, and why; so it stands in the log when it closes."""

    NONE = "none"
    LOT = "lot"
    ALWAYS = "always"


class Sampling(Base):
    """What a library does, and the seed of its draws. No row: nothing is asked anywhere."""

    __tablename__ = "sampling"
    __table_args__ = (CheckConstraint(f"one_in BETWEEN {FEWEST} AND {MOST}", name="one_in_sane"),)

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    tally: Mapped[Practice] = mapped_column(Word(Practice), default=Practice.NONE)
    pulse: Mapped[Practice] = mapped_column(Word(Practice), default=Practice.NONE)
    one_in: Mapped[int] = mapped_column(default=USUAL)
    #: Random, made once and never shown: nobody can choose a gathering by knowing the draw.
    seed: Mapped[str] = mapped_column(String(32), default=new_salt)
