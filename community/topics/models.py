"""Themes: the common language for what gatherings, and later offers and talk, are about."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class Theme(Base):
    """One of the public themes, the same for every library, so that they can be compared."""

    __tablename__ = "theme"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    label: Mapped[str] = mapped_column(String(120))
    label_en: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)

    def label_in(self, language: str) -> str:
        return self.label_en if language == "en" else self.label
