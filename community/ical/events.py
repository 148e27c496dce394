"""What a calendar may know of something that happens. Knows no feature: features fill it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.ical import text
from community.ical.text import CannotBeWritten


class Status(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who holds an event, or the one person an invitation is for."""

    name: str
    email: str

    def __post_init__(self) -> None:
        text.address(self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event, in one language, ready to be written.

    Moments are aware; `uid` stays the same for the event's whole life, and `sequence` only rises.
    A whole-day event covers the local dates of `starts_at` up to the midnight of `ends_at`.
    """

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    revised_at: datetime
    sequence: int = 0
    status: Status = Status.CONFIRMED
    all_day: bool = False
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    organizer: Contact | None = None
    private: bool = False

    def __post_init__(self) -> None:
        if not self.uid or self.uid != text.one_line(self.uid):
            raise CannotBeWritten("a UID is one line of printable characters")
        for moment in (self.starts_at, self.ends_at, self.created_at, self.revised_at):
            if moment.utcoffset() is None:
                raise CannotBeWritten("a moment without a time zone")
        if self.ends_at <= self.starts_at:
            raise CannotBeWritten("an event ends after it starts")
        if self.sequence < 0:
            raise CannotBeWritten("a sequence starts at 0 and only rises")
        if self.url:
            text.link(self.url)
        if self.geo and not (abs(self.geo[0]) <= 90 and abs(self.geo[1]) <= 180):
            raise CannotBeWritten("a latitude is at most 90 degrees, a longitude at most 180")
