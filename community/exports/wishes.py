"""Which part of a list somebody wants: as an address says it, and as a row keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from community.clock import end_of_day, local_day, start_of_day
from community.exports.queries import Which
from community.gatherings.hosting_queries import Shelf
from community.logbook.happenings import Part
from community.partners.models import Sector
from community.plain import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Wish:
    """A period, or what a page of the desk was narrowed to; and in which language."""

    first: date
    last: date
    shelf: Shelf | None = None
    words: str = ""
    sector: Sector | None = None
    language: str = "nl"
    part: Part = field(default_factory=Part)  #: Of the log.

    def which(self, library_id: int, now: datetime) -> Which:
        return Which(
            library_id=library_id,
            first=start_of_day(self.first),
            last=end_of_day(self.last),
            now=now,
            shelf=self.shelf,
            words=self.words,
            sector=self.sector,
            part=replace(self.part, first=self.first, last=self.last, corrections=True),
        )

    def kept(self) -> dict[str, Any]:
        kept: dict[str, Any] = to_plain(self)
        return kept


def read(kept: dict[str, Any]) -> Wish:
    return from_plain(Wish, kept)


def this_year(now: datetime) -> tuple[date, date]:
    """What is meant when nobody says a period."""
    today = local_day(now)
    return date(today.year, 1, 1), date(today.year, 12, 31)
