"""What somebody put aside, so that it is not suggested again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base
from community.gatherings.models import Gathering


class NotForMe(Base):
    """A gathering that somebody does not care for, and with it every other of the same name.

    For this person and the machine alone: no librarian ever sees it.
    """

    __tablename__ = "not_for_me"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime]

    gathering: Mapped[Gathering] = relationship()
