"""Pictures, always re-encoded by us."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class Picture(Base):
    """One picture in three widths; the files are named by the digest of what was uploaded."""

    __tablename__ = "picture"
    __table_args__ = (CheckConstraint("alt <> ''", name="alt_said"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(String(64))
    alt: Mapped[str] = mapped_column(String(300))
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]
