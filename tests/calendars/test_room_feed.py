"""The rooms of a branch in the calendar of who works there, as long as they do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import delete

from community.accounts.models import Membership, Person, Role
from community.calendars import room_views, services
from community.calendars.room_views import address_of
from community.clock import now
from community.db import transaction
from tests.bookings.booking import a_wish, book, release, the_room
from tests.calendars.agenda import counted
from tests.factories import a_branch, a_library, a_member, a_room, next_week
from tests.gatherings.drafting import move, published


@pytest.fixture
def sanne(app) -> Person:
    the_room()
    return a_member(Role.STAFF, name="Sanne")


def feed_of(app, person, branch) -> str:
    with app.test_request_context("/vechtdal"):
        app.preprocess_request()
        return address_of(person, branch).partition("//")[2].partition("/")[2]


@pytest.fixture
def feed(app, sanne) -> str:
    return "/" + feed_of(app, sanne, the_room().branch)


def events(answer):
    return Calendar.from_ical(answer.get_data()).walk("VEVENT")


def test_a_room_says_what_is_in_it_and_nothing_of_who(client, feed):
    published(room_id=the_room().id, title="Breigroep")
    published(room_id=a_room(the_room().branch, "Tuinkamer").id, title="Rouw", is_sensitive=True)
    book(a_wish(a_room(a_branch(place="Dalfsen"))), what="Elders")
    answer = client.get(feed)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    first, second = sorted(events(answer), key=lambda each: str(each["SUMMARY"]))
    assert str(first["SUMMARY"]) == "Activiteit"
    assert str(second["SUMMARY"]) == "Breigroep"
    assert str(second["LOCATION"]).startswith("Leeszaal, Bibliotheek Ommen")
    assert "13.45" in str(second["DESCRIPTION"])
    assert second["DTSTART"].dt == next_week()
    for each in (first, second):  # For who works there; and it keeps nobody's own hour taken.
        assert (each["CLASS"], each["TRANSP"]) == ("PRIVATE", "TRANSPARENT")
    assert "Sanne" not in answer.get_data(as_text=True)


def test_it_is_the_same_until_something_changes(client, feed):
    gathering = published(room_id=the_room().id)
    other = book(a_wish(the_room(), next_week(9)))
    etag = client.get(feed).headers["ETag"]

    def again():
        return client.get(feed, headers={"If-None-Match": etag})

    assert again().status_code == 304
    move(gathering, starts_at=next_week(15), ends_at=next_week(16))
    assert again().status_code == 200
    etag = again().headers["ETag"]
    release(other)
    assert again().status_code == 200
    assert len(events(again())) == 1


def test_who_no_longer_works_here_has_no_feed(client, feed, sanne):
    assert client.get(feed).status_code == 200
    with transaction() as tx:
        tx.execute(delete(Membership).where(Membership.person_id == sanne.id))
    assert client.get(feed).status_code == 404


def test_a_resident_never_has_one(app, client):
    the_room()
    resident = a_member(Role.RESIDENT)
    assert client.get("/" + feed_of(app, resident, the_room().branch)).status_code == 404


def test_a_new_address_makes_the_old_one_worthless(client, feed, sanne):
    with transaction() as tx:
        services.renew_address(tx, sanne.id)
    assert client.get(feed).status_code == 404


def test_an_address_is_of_one_branch_in_one_library(app, client, feed, sanne):
    dalfsen = a_branch(place="Dalfsen")
    theirs = a_library("salland").branches[0]
    here = the_room().branch
    for other in (dalfsen, theirs):
        assert client.get(feed.replace(f"/{here.id}/", f"/{other.id}/")).status_code == 404
    assert client.get(feed.replace("/vechtdal/", "/salland/")).status_code == 404
    assert client.get(feed[:-6] + "AA.ics").status_code == 404


def test_what_is_long_past_is_no_longer_in_it(client, feed):
    book(a_wish(the_room(), now() - timedelta(days=30)))
    assert events(client.get(feed)) == []


def test_no_feed_is_longer_than_the_most(client, feed, monkeypatch):
    monkeypatch.setattr(room_views, "MOST_EVENTS", 2)
    for hour in (9, 12, 16):
        book(a_wish(the_room(), next_week(hour)), what=f"{hour} uur")
    assert [str(each["SUMMARY"]) for each in events(client.get(feed))] == ["9 uur", "12 uur"]


def test_it_speaks_the_language_of_who_works_there(app, client):
    ella = a_member(Role.STAFF, name="Ella", language="en")
    answer = client.get("/" + feed_of(app, ella, the_room().branch))
    assert b"X-WR-CALNAME:Rooms in Ommen\r\n" in answer.data


def test_more_in_the_rooms_costs_no_more_statements(client, feed):
    book(a_wish(the_room()))
    with counted() as said:
        client.get(feed)
        once = len(said)
        for hour in (9, 11, 17):
            book(a_wish(the_room(), next_week(hour)))
        said.clear()
        client.get(feed)
    assert len(said) == once
