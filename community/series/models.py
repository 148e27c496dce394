"""Series: what repeats a gathering, its dates, and the days on which a library rests."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base, Word
from community.gatherings.drafts import Problem
from community.gatherings.models import Gathering
from community.series.rule import MOST_WEEKS, Period, PeriodKind, Rule


class Series(Base):
    """A rule, and the pattern by which its dates are made."""

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint(
            f"(nth IS NULL AND weeks BETWEEN 1 AND {MOST_WEEKS})"
            " OR (weeks IS NULL AND nth IN (-1, 1, 2, 3, 4))",
            name="weekly_or_monthly",
        ),
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="on_some_day"),
        Index(None, "library_id", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    #: The series that this one was split from, directly or not: links to that one show this too.
    root_id: Mapped[int | None] = mapped_column(
        ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    first_day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    weekdays: Mapped[int]  #: A bit for each; Monday is 1, Sunday 64.
    weeks: Mapped[int | None]
    nth: Mapped[int | None]
    until: Mapped[date | None]
    not_in_holidays: Mapped[bool]
    not_when_closed: Mapped[bool]
    #: What a new date is filled in with: `pattern.py`.
    pattern: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]

    @property
    def title(self) -> str:
        title: str = self.pattern["title"]
        return title

    @property
    def first_id(self) -> int:
        """The number under which it is known outside, also after it was split."""
        return self.root_id or self.id

    @property
    def rule(self) -> Rule:
        return Rule(
            first=self.first_day,
            starts=self.starts,
            ends=self.ends,
            weekdays=frozenset(day for day in range(7) if self.weekdays >> day & 1),
            weeks=self.weeks,
            nth=self.nth,
            until=self.until,
            not_in_holidays=self.not_in_holidays,
            not_when_closed=self.not_when_closed,
        )

    @rule.setter
    def rule(self, rule: Rule) -> None:
        self.first_day, self.starts, self.ends = rule.first, rule.starts, rule.ends
        self.weekdays = sum(1 << day for day in rule.weekdays)
        self.weeks, self.nth, self.until = rule.weeks, rule.nth, rule.until
        self.not_in_holidays = rule.not_in_holidays
        self.not_when_closed = rule.not_when_closed


class SeriesDate(Base):
    """A day of a series, and the gathering that takes place then.

    Without a gathering: it could not be made (`trouble` says why), or it was thrown away. The row
    stays, so that the clock does not make it again.
    """

    __tablename__ = "series_date"
    __table_args__ = (
        UniqueConstraint("library_id", "series_id", "on_date"),
        Index(None, "series_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    on_date: Mapped[date]
    gathering_id: Mapped[int | None] = mapped_column(
        ForeignKey("gathering.id", ondelete="SET NULL"), unique=True
    )
    #: What a librarian must look at: msgids with their values.
    trouble: Mapped[list[Any]] = mapped_column(JSON, default=list)

    series: Mapped[Series] = relationship()
    gathering: Mapped[Gathering | None] = relationship()

    @property
    def problems(self) -> list[Problem]:
        return [
            Problem("", message, {name: _moments(value) for name, value in values.items()})
            for message, values in self.trouble
        ]


def _moments(value: object) -> object:
    """A span is kept as two moments in a list."""
    return tuple(map(datetime.fromisoformat, value)) if isinstance(value, list) else value


class ClosedPeriod(Base):
    """Days on which a library is closed, or school is."""

    __tablename__ = "closed_period"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="ends_after_start"),
        Index(None, "library_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    kind: Mapped[PeriodKind] = mapped_column(Word(PeriodKind))
    name: Mapped[str] = mapped_column(String(80))
    first_day: Mapped[date]
    last_day: Mapped[date]

    @property
    def period(self) -> Period:
        return Period(self.name, self.first_day, self.last_day, self.kind)
