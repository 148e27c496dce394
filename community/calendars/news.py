"""RSS and JSON Feed: what comes, for feed readers and for other people's sites.

They say what the calendar says, in the same words: a cancelled gathering stays and says so, a
sensitive one keeps its title to itself. The same gatherings always give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from flask_babel import force_locale, gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from community.calendars import links, queries
from community.calendars.feeds import Shown, public_name
from community.clock import local
from community.gatherings import calendar_items
from community.gatherings.filters import AgendaFilter
from community.gatherings.models import Gathering
from community.ical.events import CalendarEvent
from community.libraries.models import Library
from community.web.formats import span_long

RSS = "application/rss+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"

_ATOM = "http://www.w3.org/2005/Atom"
#: When and where, for programs; readers that do not know it pass it by.
_EVENT = "http://purl.org/rss/1.0/modules/event/"
#: What XML 1.0 cannot carry, in whatever form.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Minutes after which a reader may look again.
_LOOK_AGAIN = 60


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
        return "".join(_paragraph(each) for each in paragraphs)


def rss(session: Session, library: Library, wish: AgendaFilter, shown: Shown) -> bytes:
    """RSS 2.0. The GUID is the event's own UID, so that a new title is no new item."""
    ET.register_namespace("atom", _ATOM)
    ET.register_namespace("ev", _EVENT)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", public_name(session, library, wish, shown.language))
    _add(channel, "link", links.agenda_page(wish, shown.language))
    _add(channel, "description", _about(library, shown))
    _add(channel, "language", shown.language)
    _add(channel, "ttl", str(_LOOK_AGAIN))
    here = links.news(wish, shown.language, "rss")
    ET.SubElement(channel, f"{{{_ATOM}}}link", href=here, rel="self", type=RSS.partition(";")[0])
    for item in _items(session, library, wish, shown):
        _add_item(channel, item)
    ET.indent(root, "")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


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


def _add_item(channel: ET.Element, item: _Item) -> None:
    event = item.event
    element = ET.SubElement(channel, "item")
    _add(element, "title", event.title)
    _add(element, "link", event.url)
    _add(element, "guid", event.uid, isPermaLink="false")
    _add(element, "pubDate", format_datetime(item.published_at))
    _add(element, "description", item.html)
    for category in event.categories:
        _add(element, "category", category)
    _add(element, f"{{{_EVENT}}}startdate", _moment(event.starts_at))
    _add(element, f"{{{_EVENT}}}enddate", _moment(event.ends_at))
    if event.location:
        _add(element, f"{{{_EVENT}}}location", event.location)


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


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _NOT_IN_XML.sub("", text)


def _paragraph(text: str) -> str:
    return Markup("<p>{}</p>").format(text).replace("\n", Markup("<br>"))


def _moment(moment: datetime) -> str:
    """As RFC 3339 wants it, on the clock of the library."""
    return local(moment).isoformat(timespec="seconds")
