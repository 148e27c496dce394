"""Gatherings that come from a list of somebody else's: where from, each time it was read, each row.

A row is staged: it stands here, judged and shown, before it is anything in the agenda. What a list
brought keeps its key, so that the next time the same activity is recognised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base, Word
from community.gatherings.drafts import GatheringDraft, Problem
from community.gatherings.kinds import Kind, SignUpMode
from community.gatherings.models import Gathering
from community.plain import from_plain

LONGEST_KEY = 300


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    ICS = "ics"


class ImportStatus(StrEnum):
    """`reading → ready → applying → applied → undoing → undone`, or `failed`."""

    READING = "reading"
    READY = "ready"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


class Outcome(StrEnum):
    """What a row comes to."""

    WRONG = "wrong"  #: It cannot be taken over as it stands.
    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    SAME = "same"
    SKIPPED = "skipped"


#: What taking over does something with.
DOES_SOMETHING = (Outcome.NEW, Outcome.CHANGED, Outcome.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a librarian chooses for a whole list: how it is where the list does not say."""

    kind: Kind = Kind.WORKSHOP
    branch_id: int | None = None
    theme_ids: frozenset[int] = frozenset()
    partner_id: int | None = None
    sign_up_mode: SignUpMode | None = None
    publish: bool = False


class ImportSource(Base):
    """A list of somebody else's, of which new versions come: a partner's agenda, a programme."""

    __tablename__ = "import_source"
    __table_args__ = (
        CheckConstraint("url <> '' OR NOT daily", name="daily_has_an_address"),
        Index("ix_import_source_daily", "daily", "fetched_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    is_calendar: Mapped[bool]
    url: Mapped[str] = mapped_column(String(2000), default="")
    daily: Mapped[bool] = mapped_column(default=False)  #: Read again every day, and taken over.
    #: What the site said with its last answer, to ask only for what is new.
    etag: Mapped[str] = mapped_column(String(300), default="")
    last_modified: Mapped[str] = mapped_column(String(100), default="")
    fetched_at: Mapped[datetime | None]
    #: Why the last reading failed: msgid and values.
    trouble: Mapped[list[Any]] = mapped_column(JSON, default=list)
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]

    @property
    def choices(self) -> Choices:
        return from_plain(Choices, self.chosen)

    @property
    def said(self) -> list[Problem]:
        return problems_of(self.trouble)


class ImportRun(Base):
    """One version of a list: read, looked at, taken over, and if need be undone."""

    __tablename__ = "import_run"
    __table_args__ = (
        Index(None, "library_id", "started_at"),
        Index(None, "source_id"),
        Index(None, "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    source_id: Mapped[int] = mapped_column(ForeignKey("import_source.id", ondelete="CASCADE"))
    kind: Mapped[FileKind] = mapped_column(Word(FileKind))
    status: Mapped[ImportStatus] = mapped_column(Word(ImportStatus), default=ImportStatus.READING)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  #: Until it is read.
    total: Mapped[int] = mapped_column(default=0)  #: Rows in the file.
    #: How many of those, or of what is taken over or undone, have been looked at.
    staged: Mapped[int] = mapped_column(default=0)
    #: Until when somebody works on it; after that another may.
    busy_until: Mapped[datetime | None]
    #: What is said of the file as a whole: msgids with their values.
    remarks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    automatic: Mapped[bool] = mapped_column(default=False)  #: By the clock, not by hand.
    seen_at: Mapped[datetime | None]  #: When a librarian looked at what the clock took over.
    started_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    started_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    source: Mapped[ImportSource] = relationship()

    @property
    def said(self) -> list[Problem]:
        return problems_of(self.remarks)


class ImportRow(Base):
    """A row of a list as it stands, what is wrong with it, and what it comes to."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("library_id", "run_id", "position"),
        Index(None, "run_id", "outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"))
    position: Mapped[int]  #: Its number in the sheet, or its turn in the calendar.
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), default="")
    cells: Mapped[dict[str, str]] = mapped_column(JSON)  #: What stands in it, by field.
    flaw: Mapped[str] = mapped_column(String(40), default="")  #: Why it could not be read.
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    problems: Mapped[list[Any]] = mapped_column(JSON, default=list)
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: What it was before, where it changed something: so that it can be undone.
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    changes: Mapped[list[str]] = mapped_column(JSON, default=list)  #: Fields that change.
    is_done: Mapped[bool] = mapped_column(default=False)  #: It was taken over, and still is.
    gathering_id: Mapped[int | None] = mapped_column(
        ForeignKey("gathering.id", ondelete="SET NULL"), index=True
    )

    gathering: Mapped[Gathering | None] = relationship()

    @property
    def wanted(self) -> GatheringDraft | None:
        return from_plain(GatheringDraft, self.draft) if self.draft else None

    @property
    def was(self) -> GatheringDraft | None:
        return from_plain(GatheringDraft, self.before) if self.before else None

    @property
    def wrong(self) -> list[Problem]:
        return problems_of(self.problems)


class Imported(Base):
    """What a list brought: under which key, as it said it last, and when we last wrote it.

    Without a gathering: a librarian threw it away, so the list does not bring it again.
    """

    __tablename__ = "imported"
    __table_args__ = (UniqueConstraint("library_id", "source_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    source_id: Mapped[int] = mapped_column(
        ForeignKey("import_source.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    gathering_id: Mapped[int | None] = mapped_column(
        ForeignKey("gathering.id", ondelete="SET NULL"), unique=True
    )
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)
    written_at: Mapped[datetime]  #: The gathering's revision that is ours.

    gathering: Mapped[Gathering | None] = relationship()

    @property
    def said(self) -> GatheringDraft:
        return from_plain(GatheringDraft, self.draft)


def problems_of(kept: list[Any]) -> list[Problem]:
    """What was kept of findings, as they were found."""
    return [
        Problem(name, message, {each: _moments(value) for each, value in values.items()})
        for name, message, values in kept
    ]


def _moments(value: object) -> object:
    """A span is kept as two moments in a list."""
    return tuple(map(datetime.fromisoformat, value)) if isinstance(value, list) else value
