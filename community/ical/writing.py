"""Events to bytes. The same event always gives the same bytes, on every machine.

icalendar is given every property by hand: its constructors (`Event.new`, `Calendar.new`) invent a
UID and a stamp of their own, which would make every answer a new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from icalendar import Calendar, Component, Event
from icalendar.parser import Contentline
from icalendar.prop import vCalAddress, vDuration, vText

from community.ical import text
from community.ical.events import CalendarEvent, Contact, Status
from community.ical.text import CannotBeWritten
from community.ical.timezone import VTIMEZONE, written_times

#: Raise it when the bytes of an unchanged event change; who keeps bytes writes them again.
SERIALISER_VERSION = 1

#: How often a calendar program is asked to look again. Most decide for themselves.
REFRESH = timedelta(hours=1)

_END = b"END:VEVENT\r\n"
_CALENDAR_END = b"END:VCALENDAR\r\n"


class Method(StrEnum):
    """What a mailed invitation asks of the calendar that receives it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"  #: Of a file with several events, which an invitation may not be about.


def vevent(event: CalendarEvent) -> bytes:
    """One VEVENT, without the lines that differ per reader (see `with_lines`)."""
    return _bytes(_component(event))


def with_lines(
    vevent_bytes: bytes, *, transparent: bool, tentative: bool = False, prefix: str = ""
) -> bytes:
    """A written VEVENT as one reader sees it.

    `transparent` for a public feed, where it keeps nobody's hour taken. `tentative` for a place
    that is not certain; what was cancelled stays cancelled. `prefix` goes before the summary.
    """
    if tentative:
        vevent_bytes = vevent_bytes.replace(
            b"\r\nSTATUS:CONFIRMED\r\n", b"\r\nSTATUS:TENTATIVE\r\n"
        )
    if prefix:
        vevent_bytes = _with_prefix(vevent_bytes, prefix)
    transp = b"TRANSP:TRANSPARENT\r\n" if transparent else b"TRANSP:OPAQUE\r\n"
    return vevent_bytes.removesuffix(_END) + transp + _END


def calendar(
    vevents: Iterable[bytes], *, name: str, language: str, method: Method | None = None
) -> bytes:
    """A whole calendar around written VEVENTs.

    A feed has no METHOD: PUBLISH would oblige every event to have an organizer.
    """
    return b"".join((_header(name, language, method), *vevents, _CALENDAR_END))


def invitation(
    event: CalendarEvent, *, method: Method, attendee: Contact, sequence: int, language: str
) -> bytes:
    """A calendar for one mail to one attendee (iMIP, RFC 6047).

    The event's organizer is the sender of that mail, or mail programs distrust it. `sequence` may
    be higher than the event's own, so that leaving and coming back is understood.
    """
    if event.organizer is None:
        raise CannotBeWritten("an invitation says who invites")
    status = Status.CANCELLED if method is Method.CANCEL else event.status
    component = _component(replace(event, sequence=sequence, status=status))
    component.add("attendee", _attendee(attendee))
    component.add("transp", "OPAQUE")
    return calendar([_bytes(component)], name="", language=language, method=method)


def _component(event: CalendarEvent) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("dtstamp", _stamp(event.revised_at))
    component.add("last-modified", _stamp(event.revised_at))
    component.add("created", _stamp(event.created_at))
    component.add("sequence", event.sequence)
    start, end = written_times(event.starts_at, event.ends_at, all_day=event.all_day)
    component.add("dtstart", start)
    component.add("dtend", end)
    component.add("status", event.status.value)
    component.add("summary", text.one_line(event.title))
    component.add("class", "PRIVATE" if event.private else "PUBLIC")
    _add_what_is_known(component, event)
    return component


def _add_what_is_known(component: Event, event: CalendarEvent) -> None:
    if event.description:
        component.add("description", text.many_lines(event.description))
    if event.location:
        component.add("location", text.one_line(event.location))
    if event.geo:
        component.add("geo", event.geo)
    if event.url:
        component.add("url", event.url)
    if event.categories:
        component.add("categories", [text.one_line(category) for category in event.categories])
    if event.organizer:
        component.add("organizer", _person(event.organizer))


def _attendee(attendee: Contact) -> vCalAddress:
    """Somebody who signed up has answered already: nothing is asked of their mail program."""
    person = _person(attendee)
    person.params["CUTYPE"] = "INDIVIDUAL"
    person.params["ROLE"] = "REQ-PARTICIPANT"
    person.params["PARTSTAT"] = "ACCEPTED"
    person.params["RSVP"] = "FALSE"
    return person


def _person(contact: Contact) -> vCalAddress:
    person = vCalAddress(text.address(contact.email))
    if cn := text.name(contact.name):
        person.params["CN"] = cn
    return person


def _stamp(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _with_prefix(vevent_bytes: bytes, prefix: str) -> bytes:
    """The summary, unfolded, with `prefix` before it, folded again."""
    before, _, rest = vevent_bytes.partition(b"\r\nSUMMARY:")
    end = _end_of_line(rest)
    title = rest[:end].replace(b"\r\n ", b"")
    summary = Contentline(b"SUMMARY:" + vText(prefix).to_ical() + title)  # type: ignore[no-untyped-call]
    return before + b"\r\n" + _bytes(summary) + rest[end:]


def _end_of_line(folded: bytes) -> int:
    end = folded.index(b"\r\n")
    while folded[end + 2 : end + 3] == b" ":
        end = folded.index(b"\r\n", end + 2)
    return end


@lru_cache(maxsize=256)
def _header(name: str, language: str, method: Method | None) -> bytes:
    component = Calendar()
    component.add("prodid", f"-//Kenniskring//Kenniskring//{language.upper()}")
    component.add("version", "2.0")
    component.add("calscale", "GREGORIAN")
    if method:
        component.add("method", method.value)
    if title := text.one_line(name):
        component.add("name", vText(title))
        component.add("x-wr-calname", vText(title))
        # As vDuration: a plain timedelta would be written `1:00:00`, and without VALUE.
        refresh = vDuration(REFRESH)
        refresh.params["VALUE"] = "DURATION"
        component.add("refresh-interval", refresh)
        component.add("x-published-ttl", vDuration(REFRESH))
    component.add_component(VTIMEZONE)
    return _bytes(component).removesuffix(_CALENDAR_END)


def _bytes(written: Component | Contentline) -> bytes:
    content: bytes = written.to_ical()  # type: ignore[no-untyped-call]
    return content
