"""Stories for the annual report, and the permission of who told them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base, Word

#: Two of them fit beside the figures.
MOST_STORIES = 2
MOST_OF_A_TITLE, MOST_OF_A_STORY, MOST_OF_A_NAME, MOST_OF_A_PURPOSE = 120, 1_200, 80, 200


class How(StrEnum):
    """In which way somebody said yes."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    MAIL = "mail"
    TELEPHONE = "telephone"


class Story(Base):
    """What an activity meant to somebody, in a few sentences, for the report of one year."""

    __tablename__ = "story"
    __table_args__ = (Index(None, "library_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(MOST_OF_A_TITLE))
    text: Mapped[str] = mapped_column(Text)
    teller: Mapped[str] = mapped_column(String(MOST_OF_A_NAME))  #: As they want to be called.
    #: Rises with every change of what is read: a permission is for one version.
    version: Mapped[int] = mapped_column(default=1)
    #: Chosen for the report; it stands there as long as its permission does.
    chosen: Mapped[bool] = mapped_column(default=False)
    written_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    revised_at: Mapped[datetime]

    permissions: Mapped[list[StoryPermission]] = relationship(
        order_by="StoryPermission.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def permission(self) -> StoryPermission | None:
        """Of who told it, for the text as it is now."""
        return next((each for each in self.permissions if each.stands_for(self.version)), None)


class StoryPermission(Base):
    """A yes: what for, to which version of the text, when and how. Withdrawn, it stays noted."""

    __tablename__ = "story_permission"
    __table_args__ = (
        CheckConstraint("version > 0", name="version_positive"),
        Index(
            "uq_story_permission_stands",
            "story_id",
            "version",
            unique=True,
            sqlite_where=sql("withdrawn_at IS NULL"),
            postgresql_where=sql("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(MOST_OF_A_PURPOSE))
    how: Mapped[How] = mapped_column(Word(How))
    given_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    withdrawn_at: Mapped[datetime | None]

    def stands_for(self, version: int) -> bool:
        return self.version == version and self.withdrawn_at is None
