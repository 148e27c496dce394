"""Anonymous repeats come from the cache, and nothing untrue or private ever does."""

from __future__ import annotations

import gzip
import threading
import time
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from community import clock
from community.db import session, transaction
from community.gatherings import queries, sign_ups
from community.gatherings.models import Gathering
from community.libraries import versions
from community.web import kept
from community.web.page_cache import PageCache
from tests import factories
from tests.factories import a_gathering, a_library, a_person

AGENDA = "/vechtdal/agenda"


@pytest.fixture
def settings() -> dict[str, object]:
    return {"PAGE_CACHE_MB": 1, "CACHE_RECHECK_SECONDS": 0}


@pytest.fixture
def cache(app: Flask) -> PageCache:
    return app.extensions["page_cache"]


@pytest.fixture
def gathering(app: Flask) -> Gathering:
    a_library("vechtdal")
    return a_gathering("Repair Café", capacity=3)


def page_of(gathering: Gathering) -> str:
    return f"{AGENDA}/{gathering.id}-{gathering.slug}"


def take_a_seat(gathering: Gathering) -> None:
    """As somebody does who signs up."""
    person = a_person()
    with transaction() as tx:
        sign_ups.sign_up(
            tx, gathering.library_id, gathering.id, person, confirmed=True, now=clock.now()
        )


def test_a_repeat_is_answered_without_asking_the_house(client, cache, gathering):
    first = client.get(AGENDA)
    again = client.get(AGENDA)
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    assert cache.counts == {"hit": 2, "not_modified": 0, "built": 1}
    assert "X-Request-Id" not in again.headers
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_a_seat_that_is_taken_shows_on_the_next_page(client, gathering):
    assert "Nog 3 van 3" in client.get(AGENDA).text
    assert "3 stoelen zijn vrij" in client.get(page_of(gathering)).text
    take_a_seat(gathering)
    assert "Nog 2 van 3" in client.get(AGENDA).text
    assert "2 stoelen zijn vrij" in client.get(page_of(gathering)).text


def test_a_change_in_one_library_leaves_the_pages_of_another(client, cache, gathering):
    a_library("zuidpolder")
    client.get("/zuidpolder/agenda")
    take_a_seat(gathering)
    client.get("/zuidpolder/agenda")
    assert cache.counts["built"] == 1


def test_a_change_while_the_page_is_made_is_not_missed(app, client, monkeypatch, gathering):
    made = queries.list_agenda

    def change() -> None:
        with app.app_context(), transaction() as tx:
            tx.execute(update(Gathering).values(title="Iets anders"))
            versions.pages_changed(tx, gathering.library_id)

    def overtaken(*args, **kwargs):
        found = made(*args, **kwargs)
        monkeypatch.setattr(queries, "list_agenda", made)
        another = threading.Thread(target=change)
        another.start()
        another.join()
        return found

    monkeypatch.setattr(queries, "list_agenda", overtaken)
    assert "Iets anders" not in client.get(AGENDA).text
    assert "Iets anders" in client.get(AGENDA).text


def test_within_its_second_a_process_does_not_ask_for_the_version_again():
    asked = []

    def read() -> dict[str, str]:
        asked.append(1)
        return {"pages:1": "a"}

    known = kept.Versions(read, every=60)
    assert [known.current() for _ in range(5)] == [{"pages:1": "a"}] * 5
    assert len(asked) == 1
    known.recheck()
    known.current()
    assert len(asked) == 2


@pytest.mark.parametrize("recheck", [60])
def test_who_posts_something_sees_it_on_the_next_page(database_url, tmp_path, recheck):
    from tests.conftest import make_app

    app = make_app(database_url, tmp_path, PAGE_CACHE_MB=1, CACHE_RECHECK_SECONDS=recheck)

    with app.app_context():
        a_library("vechtdal")
        gathering = a_gathering(capacity=3)
        client = app.test_client()
        client.get(AGENDA)
        take_a_seat(gathering)
        assert "Nog 3 van 3" in client.get(AGENDA).text  # Another process, within its second.
        client.post("/nergens")
        assert "Nog 2 van 3" in client.get(AGENDA).text
        session().close()
        factories.session().get_bind().dispose()


def test_languages_are_kept_apart(client, cache, gathering):
    assert 'lang="nl"' in client.get(AGENDA).text
    client.set_cookie("taal", "en")
    assert 'lang="en"' in client.get(AGENDA).text
    client.delete_cookie("taal")
    assert 'lang="nl"' in client.get(AGENDA).text
    assert cache.counts["built"] == 2


@pytest.mark.parametrize(
    "odd", ['taal="en"', "taal=en; taal=nl", "taal=en ", "x; taal=en", "taal=fr"]
)
def test_a_cookie_that_we_read_otherwise_than_the_house_poisons_nothing(app, gathering, odd):
    odd_one = app.test_client(use_cookies=False)
    for _ in range(2):
        odd_one.get(AGENDA, headers={"Cookie": odd})
    assert 'lang="nl"' in app.test_client().get(AGENDA).text
    english = app.test_client(use_cookies=False).get(AGENDA, headers={"Cookie": "taal=en"})
    assert 'lang="en"' in english.text


def test_choosing_a_language_sets_a_cookie_every_time(client, app, cache, gathering):
    for _ in range(2):
        answer = app.test_client().get(f"{AGENDA}?taal=en")
        assert "taal=en" in answer.headers["Set-Cookie"]
    assert cache.counts["built"] == 0


def test_a_feed_in_a_language_is_kept_by_its_address(client, cache, gathering):
    feed = "/vechtdal/agenda.ics"
    for _ in range(2):
        dutch, english = client.get(feed), client.get(f"{feed}?taal=en")
    assert dutch.data != english.data
    assert cache.counts == {"hit": 4, "not_modified": 0, "built": 2}


def test_a_piece_for_htmx_and_the_whole_page_are_kept_apart(client, cache, gathering):
    piece = client.get(AGENDA, headers={"HX-Request": "true"})
    page = client.get(AGENDA)
    assert "<html" not in piece.text
    assert "<html" in page.text
    for extra in ({"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}):
        assert "<html" in client.get(AGENDA, headers={"HX-Request": "true", **extra}).text
    assert client.get(AGENDA, headers={"HX-Request": "true"}).data == piece.data
    assert "HX-Request" in page.headers["Vary"]
    assert cache.counts["built"] == 2


@pytest.mark.parametrize(
    "headers",
    [{"Cookie": "kring=anything"}, {"Authorization": "Bearer x"}],
    ids=["cookie", "token"],
)
def test_who_may_be_somebody_never_meets_the_cache(app, cache, gathering, headers):
    client = app.test_client(use_cookies=False)
    client.get(AGENDA)
    answer = client.get(AGENDA, headers=headers)
    assert cache.counts == {"hit": 1, "not_modified": 0, "built": 1}
    assert "X-Request-Id" in answer.headers
    if "Cookie" in headers:
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_that_is_not_public_is_never_kept(client, cache, app):
    a_library("vechtdal")
    hidden = a_gathering("Achter de deur", visibility=queries.Visibility.LINK)
    assert client.get(page_of(hidden)).status_code == 404
    assert cache.counts["built"] == 0


def test_the_browser_that_has_it_gets_only_its_name(client, cache, gathering):
    etag = client.get(AGENDA).headers["ETag"]
    answer = client.get(AGENDA, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert "Content-Type" not in answer.headers
    assert cache.counts["not_modified"] == 1
    take_a_seat(gathering)
    assert client.get(AGENDA, headers={"If-None-Match": etag}).status_code == 200


def test_the_same_bytes_have_the_same_name_after_a_rebuild(client, gathering):
    etag = client.get(AGENDA).headers["ETag"]
    with transaction() as tx:
        versions.pages_changed(tx, gathering.library_id)
    assert client.get(AGENDA, headers={"If-None-Match": etag}).status_code == 304


def test_it_travels_small_to_who_can_unpack_it(client, gathering):
    plain = client.get(AGENDA, headers={"Accept-Encoding": "br, gzip;q=0"})
    packed = client.get(AGENDA, headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    known = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get(AGENDA, headers=known).status_code == 304


def test_asking_for_the_head_gives_the_same_headers_and_no_body(client, gathering):
    page = client.get(AGENDA)
    head = client.head(AGENDA)
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(page.data))
    assert head.headers["ETag"] == page.headers["ETag"]


def test_only_the_canonical_spelling_of_a_query_is_kept(client, cache, gathering):
    for query in ("soort=gesprek", "soort=gesprek&x=1", "x=1", "soort=onzin", "pagina=1", "q=cafe"):
        client.get(f"{AGENDA}?{query}")
    assert cache.counts["built"] == 1
    assert len(cache.shelf) == 1


def test_a_robot_that_tries_every_day_does_not_fill_the_house(client, cache, gathering):
    cache.shelf.room = 600_000
    day = clock.local_day(clock.now())
    for number in range(80):
        client.get(f"{AGENDA}?dag={day + timedelta(days=number)}")
        client.get(AGENDA)
    assert cache.shelf.bytes <= cache.shelf.room
    assert len(cache.shelf) < 81
    built = cache.counts["built"]
    client.get(AGENDA)
    assert cache.counts["built"] == built, "what is asked for often stays"


def test_what_is_not_to_be_kept_is_found_out_once(client, cache, app):
    a_library("vechtdal")
    client.get("/vechtdal/merk.css")
    assert cache.shelf.is_hopeless(
        cache.key_of({"REQUEST_METHOD": "GET", "PATH_INFO": "/vechtdal/merk.css"})
    )


def test_an_error_is_not_kept_nor_despaired_of(client, cache, gathering):
    missing = f"{AGENDA}/999999-weg"
    assert client.get(missing).status_code == 404
    key = cache.key_of({"REQUEST_METHOD": "GET", "PATH_INFO": missing})
    assert not cache.shelf.is_hopeless(key)
    assert len(cache.shelf) == 0


def test_a_minute_later_a_page_is_made_anew(client, cache, monkeypatch, gathering):
    client.get(AGENDA)
    later = time.time() + 61
    monkeypatch.setattr("community.web.page_cache.time.time", lambda: later)
    client.get(AGENDA)
    assert cache.counts["built"] == 2


def test_nothing_is_kept_past_midnight(client, cache, monkeypatch, gathering):
    evening = clock.end_of_day(clock.local_day(clock.now())) - timedelta(seconds=5)
    monkeypatch.setattr(clock, "now", lambda: evening)
    client.get(AGENDA)
    (entry,) = cache.shelf._kept.values()
    assert entry.until == (evening + timedelta(seconds=5)).timestamp()


def test_while_the_database_is_away_calm_pages_stay(client, cache, monkeypatch, gathering):
    page = client.get(AGENDA)

    def away() -> dict[str, str]:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(cache.versions, "_read", away)
    assert client.get(AGENDA).data == page.data
    monkeypatch.setattr(cache.versions, "_heard_at", time.monotonic() - kept.CALM_SECONDS - 1)
    assert cache.versions.current() == {}


def test_a_herd_has_a_page_built_once(app, cache, monkeypatch, gathering):
    built = []
    made = queries.list_agenda

    def slowly(*args, **kwargs):
        built.append(1)
        time.sleep(0.2)
        return made(*args, **kwargs)

    monkeypatch.setattr(queries, "list_agenda", slowly)
    answers: list[int] = []

    def ask(client: FlaskClient) -> None:
        answers.append(client.get(AGENDA).status_code)

    for _edit in range(2):
        herd = [threading.Thread(target=ask, args=(app.test_client(),)) for _ in range(12)]
        for each in herd:
            each.start()
        for each in herd:
            each.join()
        take_a_seat(gathering)
    assert answers == [200] * 24
    assert len(built) == 2


def test_off_means_off(database_url, tmp_path):
    from tests.conftest import make_app

    assert "page_cache" not in make_app(database_url, tmp_path).extensions
