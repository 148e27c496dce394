"""Who was not heard from for long; and what an erasure leaves for a librarian to look at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base
from community.harvests.models import HarvestItem
from community.tokens import new_salt


class QuietAccount(Base):
    """Told once, told again, and then erased, unless a sign of life comes in between."""

    __tablename__ = "quiet_account"
    __table_args__ = (
        CheckConstraint("second_told_at IS NULL OR second_told_at > first_told_at", name="in_turn"),
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    #: By mail, or on the librarian's list for who gets none.
    first_told_at: Mapped[datetime]
    second_told_at: Mapped[datetime | None]
    #: They said that they stay, or showed it; the row stays a while, for who clicks again.
    kept_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class NamelessQuote(Base):
    """A quote whose name went because its owner was erased; whose it was, nobody knows."""

    __tablename__ = "nameless_quote"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("harvest_item.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[datetime]

    item: Mapped[HarvestItem] = relationship()
