"""A list of offers that was taken over, and which entry came of which line."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db import NEVER_AGAIN, Base

LONGEST_NAME = 120


class OfferList(Base):
    """One file that somebody brought."""

    __tablename__ = "offer_list"
    __table_args__ = (Index(None, "library_id", "made_at"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    #: Agreed on paper: open at once. If not, each person is asked.
    was_agreed: Mapped[bool]
    made_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime]


class OfferListEntry(Base):
    """What came of one line. The same line in a later list, or twice in one, is the same entry."""

    __tablename__ = "offer_list_entry"
    __table_args__ = (UniqueConstraint("library_id", "line_hash"),)

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    list_id: Mapped[int] = mapped_column(
        ForeignKey("offer_list.id", ondelete="CASCADE"), index=True
    )
    #: Of who it is and the title: nobody can read from it who that was.
    line_hash: Mapped[str] = mapped_column(String(64))
