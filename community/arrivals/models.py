"""What somebody lets the library count them by, whenever they come in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.areas.visitors import AgeClass
from community.db import Base, Word


class StandingAnswer(Base):
    """The three questions of the tally card, answered once. With a consent, which ends with it."""

    __tablename__ = "standing_answer"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    #: Whether they came before they said this; from the first visit on, nobody comes first.
    been_before: Mapped[bool | None]
    age_class: Mapped[AgeClass | None] = mapped_column(Word(AgeClass))
    pc4: Mapped[str | None] = mapped_column(String(4))
    agreed_at: Mapped[datetime]
