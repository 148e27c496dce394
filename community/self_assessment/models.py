"""The tables of a self-assessment. What anybody answered is tied to nobody.

Who was invited, which keys still open the questions, and what was answered lie in three tables
that do not name each other. A key is kept as what it comes to under the installation's secret, so
the database alone does not say whose it is; handing in takes it away, in the transaction that
writes the answer. Answers and keys have no number, no moment, and no order of arrival: their tables
are laid out by a random word (`WITHOUT ROWID` on SQLite).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from community.clock import local_day
from community.db import NEVER_AGAIN, Base, Word
from community.self_assessment.groups import FunctionGroup
from community.tokens import new_salt

#: So long a closed round may be opened again, if nobody has looked at what came of it.
MAY_REOPEN = timedelta(days=14)

_BY_WORD = {"sqlite_with_rowid": False}
_IS_OPEN = text("closed_at IS NULL")


class AssessmentRound(Base):
    """One time that a library asks its own people; at most one is open."""

    __tablename__ = "assessment_round"
    __table_args__ = (
        Index("uq_assessment_round_open", "library_id", unique=True,
              sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index(None, "library_id", "id"),
        CheckConstraint("revealed_at IS NULL OR closed_at IS NOT NULL", name="seen_when_closed"),
        NEVER_AGAIN,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    introduction: Mapped[str] = mapped_column(Text, default="")
    closes_on: Mapped[date]  #: The last day on which one can answer.
    version: Mapped[str] = mapped_column(String(40))  #: Of the meetlat: it says what is asked.
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    closed_at: Mapped[datetime | None]
    #: Since when its outcome can be seen; from then on nobody can answer any more, ever.
    revealed_at: Mapped[datetime | None]

    def is_open(self, now: datetime) -> bool:
        """Whether people can answer; also before the clock has come round to closing it."""
        return self.closed_at is None and local_day(now) <= self.closes_on

    def may_reopen(self, now: datetime) -> bool:
        closed = self.closed_at
        return closed is not None and self.revealed_at is None and now < closed + MAY_REOPEN


class AssessmentGroup(Base):
    """How many of a function group were invited, and how many slips were made for it."""

    __tablename__ = "assessment_group"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("assessment_round.id", ondelete="CASCADE"), primary_key=True
    )
    function_group: Mapped[FunctionGroup] = mapped_column(Word(FunctionGroup), primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    invited: Mapped[int] = mapped_column(default=0)
    slips: Mapped[int] = mapped_column(default=0)


class AssessmentInvitee(Base):
    """Somebody who gets a link by mail. The address goes when the round closes.

    The mark stays until the outcome is seen: it keeps who was invited before from being invited
    twice when the round is opened again.
    """

    __tablename__ = "assessment_invitee"
    __table_args__ = (UniqueConstraint("round_id", "mark"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"))
    email: Mapped[str | None] = mapped_column(String(254))
    mark: Mapped[str] = mapped_column(String(64))  #: Of the address, under the secret key.
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)


class AssessmentKey(Base):
    """A link or a slip that nobody has answered with yet, and what was filled in so far."""

    __tablename__ = "assessment_key"
    __table_args__ = (_BY_WORD,)

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    round_id: Mapped[int] = mapped_column(
        ForeignKey("assessment_round.id", ondelete="CASCADE"), index=True
    )
    function_group: Mapped[FunctionGroup] = mapped_column(Word(FunctionGroup))
    #: As `drafts.Draft` writes it: it becomes the answer, or goes when the round closes.
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class AssessmentSheet(Base):
    """What one person answered: one step per statement, None where it was left open."""

    __tablename__ = "assessment_sheet"
    __table_args__ = (_BY_WORD,)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_salt)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    round_id: Mapped[int] = mapped_column(
        ForeignKey("assessment_round.id", ondelete="CASCADE"), index=True
    )
    function_group: Mapped[FunctionGroup] = mapped_column(Word(FunctionGroup))
    answers: Mapped[list[int | None]] = mapped_column(JSON)


class AssessmentEvidence(Base):
    """What shows it, in somebody's words: apart from what else they answered, and from whom."""

    __tablename__ = "assessment_evidence"
    __table_args__ = (_BY_WORD,)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_salt)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    round_id: Mapped[int] = mapped_column(
        ForeignKey("assessment_round.id", ondelete="CASCADE"), index=True
    )
    function_group: Mapped[FunctionGroup] = mapped_column(Word(FunctionGroup))
    statement: Mapped[int]  #: Counted from 0, over all blocks.
    words: Mapped[str] = mapped_column(String(200))
