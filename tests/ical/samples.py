"""An ordinary event, and ways to look at what was written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from community.ical.events import CalendarEvent, Contact
from community.ical.writing import calendar, vevent, with_lines

BRANCH = Contact("Bibliotheek Vechtdal, Ommen", "agenda@example.org")
NOOR = Contact("Noor", "noor@example.org")


def an_event(**changes: Any) -> CalendarEvent:
    ordinary: dict[str, Any] = {
        "uid": "0c0b1c9e-8a5e-4a34-8a9d-3f6d1f2b7a10@bieb.example.org",
        "title": "Repaircafé",
        "starts_at": datetime(2026, 3, 3, 13, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 3, 3, 15, 30, tzinfo=UTC),
        "created_at": datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
        "revised_at": datetime(2026, 2, 1, 10, 30, 15, tzinfo=UTC),
        "sequence": 2,
        "description": "Neem je fiets mee; gereedschap ligt klaar.\n\nhttps://bieb.example.org/a/1",
        "location": "Leeszaal, Chevalleraustraat 3, Ommen",
        "geo": (52.52, 6.42),
        "url": "https://bieb.example.org/vechtdal/agenda/1-repaircafe",
        "categories": ("Techniek & doen", "Duurzaam, groen"),
        "organizer": BRANCH,
    }
    return CalendarEvent(**(ordinary | changes))


def feed(*events: CalendarEvent, name: str = "Agenda") -> bytes:
    """The events as a public feed."""
    return joined(with_lines(vevent(event), transparent=True) for event in events)


def joined(vevents: Iterable[bytes], name: str = "Agenda") -> bytes:
    return calendar(vevents, name=name, language="nl")


def lines(written: bytes) -> list[str]:
    """The unfolded content lines."""
    return written.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def headers(written: bytes) -> list[str]:
    """The name of every content line, as the strictest and the laxest reader see it."""
    return [line.replace(";", ":").partition(":")[0] for line in lines(written)]
