"""Gatherings as they usually are: everything but the date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base

LONGEST_NAME = 120


class GatheringTemplate(Base):
    """A gathering to begin from, for everybody at the desk of a library."""

    __tablename__ = "gathering_template"
    __table_args__ = (
        UniqueConstraint("library_id", "name"),
        CheckConstraint("name <> ''", name="named"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    #: As `patterns.Pattern` reads it.
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime]
