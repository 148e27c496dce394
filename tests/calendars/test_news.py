"""RSS and JSON Feed: valid, stable, the same wishes and the same HTTP as the calendar."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest

from community.calendars import queries, rss_writing
from community.clock import now
from community.gatherings.kinds import Kind, Visibility
from community.gatherings.models import GatheringStatus
from tests.calendars.agenda import changed, counted, shown
from tests.factories import a_branch, a_gathering, a_librarian, a_library, next_week

RSS, JSON = "/vechtdal/agenda.rss", "/vechtdal/agenda.json"
FORMS = [RSS, JSON]
BOTH = pytest.mark.parametrize("feed", FORMS)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """On one engine: the herd asks the same of both."""
    return sqlite_url


@pytest.fixture(autouse=True)
def library(app):
    return a_library(email="agenda@example.org")


@pytest.fixture
def statements(app):
    with counted() as said:
        yield said


def read(client, path: str) -> list[dict[str, object]]:
    """The items of a feed, whichever form it has, as a program reads them."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    if ".json" in path:
        return list(as_json_feed(answer)["items"])
    return [
        {"id": each.id, "title": each.title, "url": each.link, "content_html": each.summary}
        for each in as_rss(answer).entries
    ]


def as_rss(answer):
    """What feedparser makes of it; it says so when it had to guess."""
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    parsed = feedparser.parse(answer.data)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "rss20"
    for name in ("title", "link", "description"):  # What RSS 2.0 requires of a channel.
        assert parsed.feed[name]
    return parsed


def as_json_feed(answer):
    """A JSON Feed by the rules of version 1.1."""
    assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(answer.data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert all(feed[name].startswith("http") for name in ("home_page_url", "feed_url"))
    known = {"version", "title", "home_page_url", "feed_url", "description", "language",
             "authors", "items"}  # fmt: skip
    assert feed.keys() <= known
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert item["url"].startswith("http")
        assert all(RFC3339.fullmatch(item[name]) for name in ("date_published", "date_modified"))
        assert all(isinstance(tag, str) for tag in item["tags"])
        own = {"id", "url", "title", "content_html", "summary", "date_published",
               "date_modified", "tags", "language"}  # fmt: skip
        assert all(name in own or name.startswith("_") for name in item)
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    return feed


@BOTH
def test_what_is_public_and_comes_is_in_it_in_order_of_time(client, feed):
    shown("Later", starts_at=next_week(16))
    shown("Eerder", starts_at=next_week(9))
    shown("Geweest", starts_at=now() - timedelta(days=3))
    shown("Over een jaar", starts_at=now() + timedelta(days=380))
    a_gathering("Concept", status=GatheringStatus.DRAFT, published_at=None)
    shown("Voor leden", visibility=Visibility.SIGNED_IN)
    shown("Met een link", visibility=Visibility.LINK)
    shown("Daar", library=a_library("zuidpolder"))
    assert [item["title"] for item in read(client, feed)] == ["Eerder", "Later"]


@BOTH
def test_an_item_keeps_its_id_when_its_title_and_time_change(client, feed):
    gathering = shown("Leeskring", starts_at=next_week(16))
    (before,) = read(client, feed)
    moved = gathering.starts_at + timedelta(days=1)
    changed(gathering, title="Leesclub", starts_at=moved, ends_at=moved + timedelta(hours=2))
    (after,) = read(client, feed)
    assert (before["id"], before["title"]) == (gathering.uid, "Leeskring")
    assert (after["id"], after["title"]) == (gathering.uid, "Leesclub")
    assert str(after["url"]).endswith(f"/vechtdal/agenda/{gathering.id}-leesclub")


@BOTH
def test_it_says_first_when_and_where(client, feed):
    begins = datetime(2031, 3, 4, 13, tzinfo=UTC)
    shown("Leeskring", starts_at=begins, summary="Over vroeger")
    feed_now = begins - timedelta(days=9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("community.clock.now", lambda: feed_now)
        (item,) = read(client, feed)
    html = str(item["content_html"])
    assert html.startswith(
        "<p>dinsdag 4\u00a0maart, 14.00 tot 16.00\u00a0uur. Bibliotheek Ommen, Ommen</p>"
    )
    assert "<p>Over vroeger</p>" in html
    assert "http" not in html


@BOTH
def test_a_cancelled_gathering_says_so_and_a_sensitive_one_says_little(client, feed):
    gathering = shown("Leeskring", starts_at=next_week(9))
    changed(gathering, status=GatheringStatus.CANCELLED, cancel_reason="De gastheer is ziek.")
    shown("Praten over rouw", is_sensitive=True, summary="Voor wie iemand mist")
    cancelled, quiet = read(client, feed)
    assert cancelled["title"] == "Vervalt: Leeskring"
    assert "De gastheer is ziek." in str(cancelled["content_html"])
    assert quiet["title"] == "Activiteit in de bibliotheek"
    assert not re.search("rouw|mist", client.get(feed).text)


@BOTH
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?vestiging=dalfsen", ["Workshop"]),
        ("?soort=leesclub", ["Leesclub"]),
        ("?soort=leesclub&vestiging=dalfsen", []),
        ("?q=leesclub", ["Leesclub"]),
        ("?dag=2020-01-01&utm_source=x", ["Leesclub", "Workshop"]),
    ],
)
def test_it_is_narrowed_as_the_calendar_is(client, library, feed, query, found):
    dalfsen = a_branch(library, "Dalfsen")
    shown("Leesclub", kind=Kind.READING_GROUP, starts_at=next_week(9))
    shown("Workshop", kind=Kind.WORKSHOP, branch_id=dalfsen.id, starts_at=next_week(10))
    assert [item["title"] for item in read(client, feed + query)] == found


@BOTH
@pytest.mark.parametrize("query", ["?vestiging=atlantis", "?soort=feestje", "?groep=99"])
def test_a_wish_that_means_nothing_is_not_found(client, feed, query):
    shown("Leesclub")
    assert client.get(feed + query).status_code == 404


def test_it_says_what_it_is_narrowed_to_and_where_it_is(client):
    shown("Leesclub", kind=Kind.READING_GROUP)
    query = "?vestiging=ommen&soort=leesclub&taal=en"
    channel = as_rss(client.get(RSS + query)).feed
    feed = as_json_feed(client.get(JSON + query))
    assert channel.title == feed["title"] == "Bibliotheek Vechtdal: Reading group · Ommen"
    assert channel.language == feed["language"] == "en"
    assert channel.link == feed["home_page_url"]
    assert feed["home_page_url"].endswith(f"/vechtdal/agenda{query}")
    (here,) = (link.href for link in channel.links if link.rel == "self")
    assert here.endswith(RSS + query)
    assert feed["feed_url"].endswith(JSON + query)


def test_programs_get_begin_end_place_and_status_without_reading_words(client):
    gathering = shown("Leeskring", starts_at=next_week(14))
    changed(gathering, status=GatheringStatus.CANCELLED, sequence=2)
    (item,) = read(client, JSON)
    fact = item["_gathering"]
    assert datetime.fromisoformat(fact["starts_at"]) == gathering.starts_at
    assert datetime.fromisoformat(fact["ends_at"]) == gathering.ends_at
    assert (fact["status"], fact["sequence"]) == ("cancelled", 2)
    (entry,) = as_rss(client.get(RSS)).entries
    assert datetime.fromisoformat(entry.ev_startdate) == gathering.starts_at
    assert entry.ev_location == fact["location"]


STRANGE = "Tom & <b>Jerry</b> ]]> ‘café’ \x00\x0b\u2028 قراءة 🎉 \ufffe"


@BOTH
def test_strange_text_is_inert_and_breaks_no_reader(client, feed):
    shown(STRANGE.replace("\x00", ""), summary="<script>alert(1)</script>", cost="1 < 2")
    (item,) = read(client, feed)
    assert "قراءة 🎉" in str(item["title"])
    assert "<script" not in str(item["content_html"])
    assert "&lt;b&gt;" in client.get(feed).text or feed == JSON


@BOTH
def test_who_has_it_already_gets_a_304_and_no_gathering_is_read(client, statements, feed):
    shown("Leeskring")
    first = client.get(feed)
    statements.clear()
    again = client.get(feed, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert len(statements) == 2  # The library and its version.
    since = client.get(feed, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    assert not first.headers["ETag"].startswith("W/")
    assert first.headers["Cache-Control"].startswith("public, max-age=300")
    assert "Set-Cookie" not in first.headers
    assert first.headers["Access-Control-Allow-Origin"] == "*"


@BOTH
def test_more_gatherings_cost_no_more_statements(client, statements, library, feed):
    def asked() -> int:
        statements.clear()
        client.get(feed)
        return len(statements)

    shown("Een", library=library)
    once = asked()
    for number in range(5):
        shown(str(number), library=library)
    assert asked() == once == 4  # Library, version, gatherings, themes.


@BOTH
def test_the_same_feed_is_the_same_bytes(client, feed):
    shown("Leeskring")
    assert client.get(feed).data == client.get(feed).data


@BOTH
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_is_only_read(client, feed, method):
    assert client.open(feed, method=method).status_code == 405


@BOTH
def test_in_trouble_it_is_away_for_a_moment_and_never_empty(client, monkeypatch, feed):
    def fail(*_args, **_kwargs):
        raise RuntimeError("kapot")

    monkeypatch.setattr(queries, "list_news", fail)
    answer = client.get(feed)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert rss_writing.RSS not in answer.headers["Content-Type"]


@BOTH
def test_no_feed_is_longer_than_the_most_and_the_nearest_come_first(client, monkeypatch, feed):
    monkeypatch.setattr(queries, "MOST_NEWS", 2)
    for hour in (15, 9, 12):
        shown(f"{hour} uur", starts_at=next_week(hour))
    assert [item["title"] for item in read(client, feed)] == ["9 uur", "12 uur"]


def test_the_three_forms_never_share_an_etag(client):
    shown("Leeskring")
    etags = {client.get(f"/vechtdal/agenda.{form}").headers["ETag"] for form in
             ("ics", "rss", "json")}  # fmt: skip
    assert len(etags) == 3


class TestWithThePageCache:
    @pytest.fixture
    def settings(self):
        return {"PAGE_CACHE_MB": 8, "CACHE_RECHECK_SECONDS": 0}

    @BOTH
    def test_a_repeat_is_answered_before_the_house_packed_and_plain(self, client, statements, feed):
        gathering = shown("Leeskring")
        client.get(feed)
        statements.clear()
        plain = client.get(feed)
        packed = client.get(feed, headers={"Accept-Encoding": "gzip"})
        assert len(statements) == 2  # The versions, each time.
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        changed(gathering, title="Leesclub")
        assert "Leesclub" in client.get(feed).text


def test_the_agenda_and_a_gathering_say_where_the_feeds_are(client):
    gathering = shown("Leeskring", kind=Kind.READING_GROUP)
    page = client.get("/vechtdal/agenda?soort=leesclub&dag=2030-01-01").text
    for form in ("ics", "rss", "json"):
        assert f"/vechtdal/agenda.{form}?soort=leesclub" in alternates(page)[form]
    own = alternates(client.get(f"/vechtdal/agenda/{gathering.id}-leeskring").text)
    assert own["rss"].endswith("/vechtdal/agenda.rss")
    assert client.get(own["ics"]).status_code == 200


def test_what_not_everybody_may_see_says_nothing_of_feeds(client_of, client):
    hidden = shown("Voor wie hier werkt", visibility=Visibility.SIGNED_IN)
    page = client_of(a_librarian()).get(f"/vechtdal/agenda/{hidden.id}-{hidden.slug}").text
    assert alternates(page) == {}


def alternates(page: str) -> dict[str, str]:
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]*" href="([^"]+)"', page)
    forms = {"text/calendar": "ics", "application/rss+xml": "rss", "application/feed+json": "json"}
    said: dict[str, str] = {}
    for mimetype, address in found:
        said.setdefault(forms[mimetype], address.replace("&amp;", "&"))
    return said


def test_the_xml_is_well_formed_for_a_strict_reader(client):
    shown(STRANGE.replace("\x00", ""))
    root = ET.fromstring(client.get(RSS).data)  # noqa: S314  (our own)
    assert root.tag == "rss"
