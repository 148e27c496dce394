"""On which sites a library lets its agenda be framed."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class EmbedSites(Base):
    """The sites that may frame the agenda. No row, or none named: every site may."""

    __tablename__ = "embed_sites"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    #: Origins as a browser compares them: `https://www.example.org`, `https://*.example.org`.
    sites: Mapped[list[str]] = mapped_column(JSON, default=list)
