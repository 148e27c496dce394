"""The action plan: what a library does because of how it stands on the meetlat."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base

LONGEST_WHAT = 200
LONGEST_WHO = 120
LONGEST_WHY = 200
LONGEST_ADVICE = 400
LONGEST_SUBJECT = 40


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    LET_GO = "let_go"


#: The same words stand open on the plan once.
_OPEN = "done_on IS NULL AND let_go_on IS NULL"


class Action(Base):
    """One thing on the plan: what, who and by when; in the end done, or let go with a word why."""

    __tablename__ = "plan_action"
    __table_args__ = (
        Index(None, "library_id", "due_on"),
        Index(
            "ix_plan_action_open",
            "library_id",
            "subject",
            "what",
            "who",
            "due_on",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        CheckConstraint("done_on IS NULL OR let_go_on IS NULL", name="ends_in_one_way"),
        CheckConstraint("(let_go_on IS NULL) = (why = '')", name="let_go_with_a_reason"),
        CheckConstraint("what <> '' AND who <> ''", name="says_what_and_who"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    #: A bouwsteen, a dimension or an indicator, by the key that the meetlat gives it.
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    what: Mapped[str] = mapped_column(String(LONGEST_WHAT))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO))  #: As people here say it.
    due_on: Mapped[date]
    #: The piece of advice that it came from, as it read then; empty: from nowhere but ourselves.
    advice: Mapped[str] = mapped_column(String(LONGEST_ADVICE), default="")
    made_on: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    changed_at: Mapped[datetime]
    done_on: Mapped[date | None]
    let_go_on: Mapped[date | None]
    why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")

    @property
    def ended_on(self) -> date | None:
        return self.done_on or self.let_go_on

    @property
    def state(self) -> State:
        if self.done_on:
            return State.DONE
        return State.LET_GO if self.let_go_on else State.OPEN

    def state_on(self, day: date) -> State:
        """How it stood at the end of that day."""
        return self.state if self.ended_on and self.ended_on <= day else State.OPEN

    def is_overdue(self, today: date) -> bool:
        return self.state is State.OPEN and self.due_on < today
