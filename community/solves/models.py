"""A problem for the engine that somebody waits for, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import NEVER_AGAIN, Base, Word


class SolveState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Solve(Base):
    """One problem, in the engine's program form. Of one subject one at a time."""

    __tablename__ = "solve"
    __table_args__ = (
        Index(
            "uq_solve_at_once",
            "library_id",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "library_id", "kind", "subject_id"),
        CheckConstraint("progress BETWEEN 0 AND 1000", name="progress"),
        CheckConstraint("(state IN ('waiting', 'running')) = (ended_at IS NULL)", name="ended_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    #: What it is for, such as "table_plan", and its id there; the room that asked knows.
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    problem: Mapped[Mapping[str, Any]] = mapped_column(JSON)
    answer: Mapped[Mapping[str, Any] | None] = mapped_column(JSON)
    state: Mapped[SolveState] = mapped_column(Word(SolveState), default=SolveState.WAITING)
    progress: Mapped[int] = mapped_column(default=0)  #: In thousandths.
    #: Why it failed: the engine's own sentence, for who maintains the house.
    error: Mapped[str] = mapped_column(String(500), default="")
    wanted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    wanted_at: Mapped[datetime]
    #: When somebody pressed cancel; whoever works on it looks now and then.
    stop_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
