"""Formats of a library with their versions, and which one a gathering took."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base
from community.formats import content
from community.formats.content import LONGEST_QUESTION, Content


class Format(Base):
    """A way of talking with each other that this library has used or written."""

    __tablename__ = "format"
    __table_args__ = (UniqueConstraint("library_id", "shipped"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    #: Which of the house's own it is (`shipped.py`); None: the library wrote it.
    shipped: Mapped[str | None] = mapped_column(String(20))
    retired_at: Mapped[datetime | None]  #: Offered for no new gathering.
    made_at: Mapped[datetime]

    versions: Mapped[list[FormatVersion]] = relationship(
        order_by="FormatVersion.number.desc()", viewonly=True
    )

    @property
    def latest(self) -> FormatVersion:
        return self.versions[0]


class FormatVersion(Base):
    """One version of it; never changed, so that a gathering keeps what it was planned with."""

    __tablename__ = "format_version"
    __table_args__ = (
        UniqueConstraint("format_id", "number", "language"),
        CheckConstraint("number >= 1", name="number"),
        Index(None, "library_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id", ondelete="CASCADE"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    said: Mapped[dict[str, Any]] = mapped_column(JSON)  #: As `content.read` reads it.
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None]  #: A plain id, as in the log.

    format: Mapped[Format] = relationship()

    @property
    def content(self) -> Content:
        return content.read(self.said)


class GatheringFormat(Base):
    """The version that a gathering goes by, and the questions it asks instead."""

    __tablename__ = "gathering_format"
    __table_args__ = (Index(None, "library_id"),)

    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("format_version.id"), index=True)
    #: What the whole gathering is about, as a question.
    main_question: Mapped[str] = mapped_column(String(LONGEST_QUESTION), default="")
    #: In the order of the rounds; empty: what the format asks.
    questions: Mapped[list[str]] = mapped_column(JSON, default=list)
    chosen_at: Mapped[datetime]

    version: Mapped[FormatVersion] = relationship()

    @property
    def content(self) -> Content:
        """The format as this gathering goes by it."""
        return self.version.content.asking(tuple(self.questions))
