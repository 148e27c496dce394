"""Visits to what stands outside our own pages: frames, the screen in the hall, and feeds."""

from __future__ import annotations

from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("embeds.agenda"),
    Visit("embeds.agenda", language="en"),
    Visit("embeds_desk.index", LIBRARIAN),
    Visit("hall.show"),
]

NO_PAGES = {
    "calendars.agenda": "a calendar",
    "calendars.gathering": "a calendar",
    "calendars.own": "a calendar",
    "calendars.received": "a calendar",
    "embeds.bare": "a piece of a page, for other sites",
    "findings_news.rss": "a feed",
    "news.json_feed": "a feed",
    "news.rss": "a feed",
    "room_feed.show": "a calendar",
    "sitemaps.index": "for robots",
    "sitemaps.show": "for robots",
}
