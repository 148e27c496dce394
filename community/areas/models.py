"""The working area of a library, replaced as a whole."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.areas.area import Area
from community.db import Base, Word
from community.plain import from_plain, to_plain


class Stage(StrEnum):
    CHECKED = "checked"  #: Handed in and right; nobody has said yet that it may count.
    STANDING = "standing"
    PREVIOUS = "previous"  #: What stood before it.


class WorkingArea(Base):
    """One list as it was handed in: a library has at most one at each stage."""

    __tablename__ = "working_area"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    stage: Mapped[Stage] = mapped_column(Word(Stage), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))  #: Of the file.
    handed_in_at: Mapped[datetime]
    handed_in_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    #: An `Area`: read and replaced as a whole, never searched.
    contents: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def area(self) -> Area:
        return from_plain(Area, self.contents)

    @area.setter
    def area(self, area: Area) -> None:
        self.contents = to_plain(area)
