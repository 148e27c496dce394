"""Files that somebody asked for: what, for whom, how far, and who took them. The rows stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, Word

#: So long a file lies here; then it is wiped.
KEPT = timedelta(days=7)


class Kind(StrEnum):
    GATHERINGS = "gatherings"
    PEOPLE = "people"
    GROUPS = "groups"
    PARTNERS = "partners"
    SIGN_UPS = "sign_ups"
    ATTENDANCE = "attendance"
    ANSWERS = "answers"
    HARVESTS = "harvests"  #: What conversations yielded, without names.
    LOG = "log"  #: What happened, day by day.
    EVERYTHING = "everything"  #: All that a library has, when it leaves.


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    ZIP = "zip"


class State(StrEnum):
    WAITING = "waiting"
    BUSY = "busy"
    READY = "ready"
    BROKEN = "broken"
    WIPED = "wiped"


class Export(Base):
    """A file, from asked for to wiped. What is left of it then says who had it made and took it."""

    __tablename__ = "export"
    __table_args__ = (
        Index(None, "library_id", "made_at"),
        Index(None, "state"),
        CheckConstraint("(kind = 'everything') = (format = 'zip')", name="everything_is_a_zip"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    made_by_id: Mapped[int | None]  #: A plain id, as in the log.
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    format: Mapped[Format] = mapped_column(Word(Format))
    wish: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  #: Which of it: `wishes.py`.
    state: Mapped[State] = mapped_column(Word(State), default=State.WAITING)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)  #: In bytes.
    made_at: Mapped[datetime]
    #: Who works on it says so; when this has passed, another may take it up.
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    #: Who took it last, and when: the trail of what left the house.
    taken_by_id: Mapped[int | None]
    taken_at: Mapped[datetime | None]
    times_taken: Mapped[int] = mapped_column(default=0)

    @property
    def is_on_its_way(self) -> bool:
        return self.state in {State.WAITING, State.BUSY}

    @property
    def wiped_at(self) -> datetime | None:
        """When it goes."""
        return self.finished_at + KEPT if self.finished_at else None
