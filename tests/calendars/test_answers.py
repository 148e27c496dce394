"""Feeds over HTTP: what a calendar program may count on."""

from __future__ import annotations

import gzip
from datetime import timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Gone

from community import clock
from community.calendars import feeds
from community.clock import now
from community.db import transaction
from community.libraries.models import Library
from tests.calendars.agenda import changed, counted, shown
from tests.factories import a_branch, a_library

FEED = "/vechtdal/agenda.ics"


@pytest.fixture(autouse=True)
def gathering(app):
    a_library()
    return shown("Leeskring")


@pytest.fixture
def statements(app):
    with counted() as said:
        yield said


def get(client, path=FEED, **headers):
    return client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})


def test_who_has_it_already_gets_a_304_and_no_event_is_read(client, statements):
    first = get(client)
    statements.clear()
    again = get(client, If_None_Match=first.headers["ETag"])
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert len(statements) == 2  # The library and its version.
    assert not any("calendar_item" in said or "gathering" in said for said in statements)


def test_the_etag_is_strong(client):
    assert not get(client).headers["ETag"].startswith("W/")


def test_a_change_changes_the_etag(client, gathering):
    first = get(client).headers["ETag"]
    changed(gathering, title="Leeskring 2")
    again = get(client, If_None_Match=first)
    assert again.status_code == 200
    assert b"Leeskring 2" in again.data


def test_each_filter_language_and_encoding_has_an_etag_of_its_own(client):
    a_branch(place="Dalfsen")
    paths = [FEED, f"{FEED}?vestiging=dalfsen", f"{FEED}?soort=leesclub", f"{FEED}?taal=en"]
    etags = {get(client, path).headers["ETag"] for path in paths}
    etags |= {get(client, path, Accept_Encoding="gzip").headers["ETag"] for path in paths}
    assert len(etags) == 2 * len(paths)


def test_two_spellings_of_one_wish_share_an_etag(client):
    one = get(client, f"{FEED}?soort=leesclub&vestiging=ommen&utm_source=x")
    other = get(client, f"{FEED}?vestiging=ommen&soort=leesclub")
    assert one.headers["ETag"] == other.headers["ETag"]


def test_midnight_moves_the_window_and_so_the_etag(client, monkeypatch):
    first = get(client)
    tomorrow = now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    again = get(client, If_None_Match=first.headers["ETag"])
    assert again.status_code == 200
    midnight = clock.start_of_day(clock.local_day(tomorrow))
    assert again.headers["Last-Modified"] == format_datetime(midnight, usegmt=True)


def test_a_change_after_midnight_is_the_last_modification(client, gathering, monkeypatch):
    before = get(client).headers["Last-Modified"]
    moment = now() + timedelta(seconds=90)
    monkeypatch.setattr("tests.calendars.agenda.now", lambda: moment)
    changed(gathering, title="Leeskring 2")
    after = get(client, If_Modified_Since=before)
    assert after.status_code == 200
    assert after.headers["Last-Modified"] == format_datetime(
        moment.replace(microsecond=0), usegmt=True
    )
    assert get(client, If_Modified_Since=after.headers["Last-Modified"]).status_code == 304


def test_a_new_name_of_the_library_changes_the_etag(client):
    first = get(client).headers["ETag"]
    with transaction() as tx:
        tx.query(Library).update({"name": "Bibliotheek Nieuw"})
    assert get(client).headers["ETag"] != first


def test_bytes_are_packed_for_who_can_unpack_them(client):
    plain, packed = get(client), get(client, Accept_Encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    refused = get(client, Accept_Encoding="gzip;q=0, identity")
    assert "Content-Encoding" not in refused.headers
    again = get(client, Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"])
    assert again.status_code == 304


def test_the_same_feed_is_the_same_bytes_whenever_it_is_asked_for(client, monkeypatch):
    plain, packed = get(client).data, get(client, Accept_Encoding="gzip").data
    monkeypatch.setattr("gzip.time.time", lambda: 1.0)  # What gzip would write in its header.
    assert get(client).data == plain
    assert get(client, Accept_Encoding="gzip").data == packed


def test_a_public_feed_may_be_kept_by_everybody(client):
    assert get(client).headers["Cache-Control"] == (
        "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
    )


@pytest.mark.parametrize("path", [FEED, f"{FEED}?taal=en"])
def test_no_cookie_is_set_or_read(client, path):
    plain = get(client, path)
    assert "Set-Cookie" not in plain.headers
    assert "Cookie" not in plain.headers.get("Vary", "")
    client.set_cookie("taal", "nl" if "taal=en" in path else "en")
    client.set_cookie("kring", "onzin")
    with_cookies = get(client, path)
    assert with_cookies.data == plain.data
    assert with_cookies.headers["ETag"] == plain.headers["ETag"]
    assert "Set-Cookie" not in with_cookies.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_a_feed_is_only_read(client, method):
    answer = client.open(FEED, method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_head_says_the_same_without_the_bytes(client):
    whole, head = get(client), client.head(FEED)
    assert head.data == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    "trouble", [RuntimeError("kapot"), OperationalError("select", {}, Exception("weg"))]
)
def test_in_trouble_a_feed_is_never_empty_but_away_for_a_moment(client, monkeypatch, trouble):
    def fail(*_args):
        raise trouble

    monkeypatch.setattr(feeds, "public", fail)
    answer = get(client)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"VCALENDAR" not in answer.data


def test_what_is_refused_is_no_trouble(client, monkeypatch):
    def refuse(*_args):
        raise Gone

    monkeypatch.setattr(feeds, "public", refuse)
    assert get(client).status_code == 410


def test_a_library_that_is_not_there_has_no_feed(client):
    assert get(client, "/atlantis/agenda.ics").status_code == 404


class TestWithThePageCache:
    """The cache packs by itself, and knows a feed by its canonical address."""

    @pytest.fixture
    def settings(self):
        return {"PAGE_CACHE_MB": 8, "CACHE_RECHECK_SECONDS": 0}

    def test_a_repeat_is_answered_before_the_house(self, client, statements):
        first = get(client, Accept_Encoding="gzip")
        statements.clear()
        again = get(client, Accept_Encoding="gzip")
        assert again.data == first.data
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert len(statements) == 1  # The versions, which are looked at every time in this test.

    @pytest.mark.parametrize(
        "path",
        [FEED, f"{FEED}?taal=en", f"{FEED}?soort=leesclub&x=1", f"{FEED}?q=lees"],
    )
    def test_plain_and_packed_say_the_same(self, client, path):
        for _ in range(2):
            plain, packed = get(client, path), get(client, path, Accept_Encoding="gzip")
            assert packed.headers["Content-Encoding"] == "gzip"
            assert "Content-Encoding" not in plain.headers
            assert gzip.decompress(packed.data) == plain.data
            assert plain.data.endswith(b"END:VCALENDAR\r\n")
            for answer in (plain, packed):
                assert answer.headers.getlist("Vary") == ["Accept-Encoding"]

    def test_what_the_cache_does_not_look_at_is_packed_all_the_same(self, client):
        client.set_cookie("kring", "onzin")
        packed = get(client, Accept_Encoding="gzip")
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data).endswith(b"END:VCALENDAR\r\n")

    @pytest.mark.parametrize(("query", "is_kept"), [("?soort=leesclub", True), ("?q=lees", False)])
    def test_words_are_not_kept(self, client, statements, query, is_kept):
        """There are as many as people think of."""
        get(client, f"{FEED}{query}")
        statements.clear()
        get(client, f"{FEED}{query}")
        assert (len(statements) == 1) is is_kept

    def test_the_etag_is_the_same_whoever_answers(self, client, app):
        kept = [get(client, Accept_Encoding=said).headers["ETag"] for said in ("", "gzip")]
        cache = app.extensions["page_cache"]
        cache.shelf.__init__(cache.shelf.room)  # Empty, as after a restart.
        for said, etag in zip(("", "gzip"), kept, strict=True):
            assert get(client, Accept_Encoding=said, If_None_Match=etag).status_code == 304
            assert get(client, Accept_Encoding=said).headers["ETag"] == etag

    def test_a_change_is_seen_at_once(self, client, gathering):
        get(client)
        changed(gathering, title="Leeskring 2")
        assert b"Leeskring 2" in get(client).data
