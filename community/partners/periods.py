"""Quarters and the last twelve months, as lived in the Netherlands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from community.clock import local_day, start_of_day


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int  #: 1 to 4.

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        return quarter_of(self.first_day - timedelta(days=1))

    @property
    def begins(self) -> datetime:
        """Midnight on the clock of the Netherlands, whatever it stands to UTC."""
        return start_of_day(self.first_day)

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer in it."""
        return self.next.begins

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


def quarter_of(moment: date | datetime) -> Quarter:
    day = local_day(moment) if isinstance(moment, datetime) else moment
    return Quarter(day.year, (day.month + 2) // 3)


def a_year_before(day: date) -> date:
    """The same day a year ago; of 29 February, the first of March."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 3, 1)
