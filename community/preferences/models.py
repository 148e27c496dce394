"""When somebody can, where they come, what they speak and like, and what tables may be mixed by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.areas.visitors import AgeClass
from community.db import Base, Word, Words
from community.libraries.models import Branch, Equipment, Library, Room
from community.moments import Moment
from community.tongues import Tongue
from community.topics.models import Theme

#: What a room may have that somebody cannot do without.
NEEDS = (Equipment.WHEELCHAIR, Equipment.HEARING_LOOP)


def lacking(needs: Collection[Equipment], room: Room | None) -> frozenset[Equipment]:
    """What this room does not have of it; of a place that is no room of ours nothing is known."""
    return frozenset() if room is None else frozenset(needs) - room.equipment


preference_theme = Table(
    "preference_theme",
    Base.metadata,
    Column("preference_id", ForeignKey("preference.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)
preference_branch = Table(
    "preference_branch",
    Base.metadata,
    Column("preference_id", ForeignKey("preference.id", ondelete="CASCADE"), primary_key=True),
    Column("branch_id", ForeignKey("branch.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Preference(Base):
    """What one person said to one library; nothing said means that anything may fit."""

    __tablename__ = "preference"
    __table_args__ = (
        UniqueConstraint("library_id", "person_id"),
        CheckConstraint(
            "mixed_since IS NOT NULL OR (age_class IS NULL AND pc4 IS NULL)", name="mixed_by_choice"
        ),
        CheckConstraint("needs IS NULL OR needs_since IS NOT NULL", name="needs_by_choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: When in the week; empty: whenever.
    moments: Mapped[frozenset[Moment]] = mapped_column(Words(Moment), default=frozenset())
    #: Spoken well enough to talk at a table; empty: not said, taken as Dutch.
    tongues: Mapped[frozenset[Tongue]] = mapped_column(Words(Tongue), default=frozenset())
    comes_online: Mapped[bool] = mapped_column(default=True)
    #: What a room must have before this person can take part, and since when that may be used.
    #: It says something of somebody's body: it filters, and nobody but its person ever sees it.
    needs: Mapped[frozenset[Equipment] | None] = mapped_column(Words(Equipment))
    needs_since: Mapped[datetime | None]
    #: Since when tables may be mixed by what this person says below, and the words agreed to.
    mixed_since: Mapped[datetime | None]
    mixed_words: Mapped[str] = mapped_column(String(500), default="")
    age_class: Mapped[AgeClass | None] = mapped_column(Word(AgeClass))
    pc4: Mapped[str | None] = mapped_column(String(4))
    #: Since when earlier table companions may be remembered (12 months), and the words agreed to.
    remembered_since: Mapped[datetime | None]
    remembered_words: Mapped[str] = mapped_column(String(500), default="")
    revised_at: Mapped[datetime]

    library: Mapped[Library] = relationship()
    person: Mapped[Person] = relationship()
    #: What this person likes; empty: not said.
    themes: Mapped[list[Theme]] = relationship(
        secondary=preference_theme, order_by="Theme.position"
    )
    #: Where this person comes; empty: anywhere.
    branches: Mapped[list[Branch]] = relationship(
        secondary=preference_branch, order_by="Branch.name"
    )
