"""The rota: tasks at a gathering that need hands, and whose hands those are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base
from community.gatherings.models import Gathering

MOST_HANDS = 50


class Shift(Base):
    """A task at a gathering: how many people it needs, and how many there are."""

    __tablename__ = "shift"
    __table_args__ = (
        UniqueConstraint("gathering_id", "task"),
        CheckConstraint(f"needed BETWEEN 1 AND {MOST_HANDS}", name="needed_sane"),
        CheckConstraint("taken BETWEEN 0 AND needed", name="never_overfull"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    task: Mapped[str] = mapped_column(String(60))  #: In the library's own words: koffie.
    needed: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    gathering: Mapped[Gathering] = relationship()
    people: Mapped[list[Person]] = relationship(
        secondary="shift_person", order_by="Person.first_name", viewonly=True
    )

    @property
    def lacks(self) -> int:
        return self.needed - self.taken


class ShiftPerson(Base):
    """Somebody who does a task; at one gathering one task."""

    __tablename__ = "shift_person"

    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id", ondelete="CASCADE"), index=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    taken_at: Mapped[datetime]
