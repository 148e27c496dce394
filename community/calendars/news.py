"""RSS and JSON Feed: what comes, for feed readers and for other people's sites.

They say what the calendar says, in the same words: a cancelled gathering stays and says so, a
sensitive one keeps its title to itself. The same gatherings always give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from community.calendars import links, queries, rss_writing
from community.calendars.feeds import Shown, public_name
from community.calendars.rss_writing import Channel
from community.clock import local
from community.gatherings import calendar_items
from community.gatherings.filters import AgendaFilter
from community.gatherings.models import Gathering
from community.ical.events import CalendarEvent
from community.libraries.models import Library
from community.web.formats import span_long

JSON_FEED = "application/feed+json; charset=utf-8"

#: When and where, for programs; readers that do not know it pass it by.
_EVENT = "http://purl.org/rss/1.0/modules/event/"


@dataclass(frozen=True, slots=True)
class _Item:
    """One gathering, with what a calendar event does not carry."""

    event: CalendarEvent
    published_at: datetime
    language: str
    #: When and where: a reader shows no date but that of the news.
    first_line: str

    @property
    def html(self) -> str:
        story = self.event.description.removesuffix(self.event.url).strip()
        paragraphs = [self.first_line, *filter(None, story.split("\n\n"))]
        return "".join(rss_writing.paragraph(each) for each in paragraphs)


def rss(session: Session, library: Library, wish: AgendaFilter, shown: Shown) -> bytes:
    """RSS 2.0. The GUID is the event's own UID, so that a new title is no new item."""
    ET.register_namespace("ev", _EVENT)
    channel = rss_writing.channel(
        title=public_name(session, library, wish, shown.language),
        link=links.agenda_page(wish, shown.language),
        description=_about(library, shown),
        language=shown.language,
        here=links.news(wish, shown.language, "rss"),
    )
    for item in _items(session, library, wish, shown):
        _add_item(channel, item)
    return channel.written()


def json_feed(session: Session, library: Library, wish: AgendaFilter, shown: Shown) -> bytes:
    """JSON Feed 1.1, with begin, end, place and status under `_gathering`."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": public_name(session, library, wish, shown.language),
        "home_page_url": links.agenda_page(wish, shown.language),
        "feed_url": links.news(wish, shown.language, "json_feed"),
        "description": _about(library, shown),
        "language": shown.language,
        "authors": [{"name": library.name}],
        "items": [_as_json(item) for item in _items(session, library, wish, shown)],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _items(session: Session, library: Library, wish: AgendaFilter, shown: Shown) -> Iterator[_Item]:
    found = queries.list_news(session, library.id, wish, window=shown.window)
    for gathering in found:
        event = calendar_items.event_of(gathering, shown.language, shown.base_url)
        yield _Item(
            event,
            gathering.published_at or gathering.created_at,
            gathering.language,
            _when_and_where(gathering, event, shown),
        )


def _when_and_where(gathering: Gathering, event: CalendarEvent, shown: Shown) -> str:
    with force_locale(shown.language):
        when = span_long(gathering.starts_at, gathering.ends_at, shown.window.today)
    return f"{when}. {event.location}".strip()


def _about(library: Library, shown: Shown) -> str:
    with force_locale(shown.language):
        said: str = gettext("What you can come to at %(library)s.", library=library.name)
    return said


def _add_item(channel: Channel, item: _Item) -> None:
    event = item.event
    element = channel.add_item(
        title=event.title, link=event.url, guid=event.uid, html=item.html, at=item.published_at
    )
    for category in event.categories:
        rss_writing.add(element, "category", category)
    rss_writing.add(element, f"{{{_EVENT}}}startdate", _moment(event.starts_at))
    rss_writing.add(element, f"{{{_EVENT}}}enddate", _moment(event.ends_at))
    if event.location:
        rss_writing.add(element, f"{{{_EVENT}}}location", event.location)


def _as_json(item: _Item) -> dict[str, object]:
    event = item.event
    return {
        "id": event.uid,
        "url": event.url,
        "title": event.title,
        "content_html": item.html,
        "summary": item.first_line,
        "date_published": _moment(item.published_at),
        "date_modified": _moment(event.revised_at),
        "tags": list(event.categories),
        "language": item.language,
        "_gathering": {
            "starts_at": _moment(event.starts_at),
            "ends_at": _moment(event.ends_at),
            "location": event.location,
            "status": event.status.value.lower(),
            "sequence": event.sequence,
        },
    }


def _moment(moment: datetime) -> str:
    """As RFC 3339 wants it, on the clock of the library."""
    return local(moment).isoformat(timespec="seconds")
