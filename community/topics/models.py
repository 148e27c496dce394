"""Themes and terms: the common language for what gatherings, offers and talk are about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import NEVER_AGAIN, Base
from community.topics.theme_names import called

LONGEST_LABEL = 120
#: By which search knows a term.
KIND = "term"


class Theme(Base):
    """One of the public themes, the same for every library, so that they can be compared."""

    __tablename__ = "theme"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    label: Mapped[str] = mapped_column(String(120))
    label_en: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)
    #: What is said of it may lay a life open: seen by librarians alone until its person says more.
    is_sensitive: Mapped[bool] = mapped_column(default=False)

    def label_in(self, language: str) -> str:
        return called(self.slug, language, dutch=self.label, english=self.label_en)


term_theme = Table(
    "term_theme",
    Base.metadata,
    Column("term_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)
term_broader = Table(
    "term_broader",
    Base.metadata,
    Column("term_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True),
    Column("broader_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True, index=True),
    CheckConstraint("term_id <> broader_id", name="not_itself"),
)


class Term(Base):
    """Something that can be known or done, as one library calls it, below one or more themes.

    Each library has its own, planted from the house's vocabulary when it opens, so that its
    librarians can edit and merge them without another library noticing.
    """

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("library_id", "folded"),
        UniqueConstraint("library_id", "esco_uri"),
        CheckConstraint("label <> ''", name="named"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    label: Mapped[str] = mapped_column(String(LONGEST_LABEL))  #: In Dutch.
    folded: Mapped[str] = mapped_column(String(LONGEST_LABEL))  #: By `search.folding.fold`.
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    #: Of the European list of skills, where it came from there.
    esco_uri: Mapped[str | None] = mapped_column(String(200))
    #: Since when that list no longer has it.
    vanished_at: Mapped[datetime | None]

    labels: Mapped[list[TermLabel]] = relationship(
        order_by="TermLabel.id", cascade="all, delete-orphan"
    )
    themes: Mapped[list[Theme]] = relationship(secondary=term_theme, order_by="Theme.position")
    broader: Mapped[list[Term]] = relationship(
        secondary=term_broader,
        primaryjoin="Term.id == term_broader.c.term_id",
        secondaryjoin="Term.id == term_broader.c.broader_id",
    )

    @property
    def other_dutch(self) -> list[str]:
        """What people also say for it, in Dutch."""
        return [each.label for each in self.labels if each.language == "nl"]


class TermLabel(Base):
    """Another word for a term, in any language; the name of a term that was merged into it too."""

    __tablename__ = "term_label"
    __table_args__ = (
        UniqueConstraint("term_id", "language", "folded"),
        Index(None, "library_id", "folded"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    label: Mapped[str] = mapped_column(String(LONGEST_LABEL))
    folded: Mapped[str] = mapped_column(String(LONGEST_LABEL))
