"""The log's tables. Append-only, which triggers enforce on both databases (see the migration)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class Activity(Base):
    """One thing that happened. Plain ids, no foreign keys: a row outlives what it speaks of."""

    __tablename__ = "activity"
    __table_args__ = (
        Index(None, "library_id", "verb", "happened_at"),
        # Whether a row was put right; few rows put another right, so that it is small.
        Index(
            None,
            "corrects_id",
            sqlite_where=text("corrects_id IS NOT NULL"),
            postgresql_where=text("corrects_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int]
    verb: Mapped[str] = mapped_column(String(80))
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    branch_id: Mapped[int | None]
    gathering_id: Mapped[int | None] = mapped_column(index=True)
    partner_id: Mapped[int | None]
    person_key: Mapped[str | None] = mapped_column(String(32), index=True)
    counted_as: Mapped[str | None] = mapped_column(String(20))
    quantity: Mapped[int] = mapped_column(default=1)
    corrects_id: Mapped[int | None]  #: The row that this one puts right.
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class PersonKey(Base):
    """The only tie between a person and the log, random per person and library; erasure cuts it."""

    __tablename__ = "person_key"
    __table_args__ = (UniqueConstraint("library_id", "person_id"),)

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    library_id: Mapped[int]
    person_id: Mapped[int]
