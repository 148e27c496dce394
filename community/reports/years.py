"""A year as the reports count: by when an activity ended, on the clock of here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from community.clock import start_of_day


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
