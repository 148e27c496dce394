"""A year as the reports count: by when an activity ended, on the clock of here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from community.clock import local_day, start_of_day


@dataclass(frozen=True, slots=True, order=True)
class Year:
    number: int

    @property
    def begins(self) -> datetime:
        return start_of_day(date(self.number, 1, 1))

    @property
    def ends(self) -> datetime:
        return start_of_day(date(self.number + 1, 1, 1))

    def before(self, years: int) -> Year:
        return Year(self.number - years)


def to_tell_of(now: datetime, year: int | None = None) -> list[int]:
    """This year and the two before, and the one that something is of already; the latest first."""
    this = local_day(now).year
    return sorted({this, this - 1, this - 2, year or this}, reverse=True)
