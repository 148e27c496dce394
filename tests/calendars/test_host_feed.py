"""Where a host receives the people: with how many come, never who."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from community.calendars import links, services
from community.calendars.links import Purpose
from community.clock import now
from community.db import transaction
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import GatheringHost, GatheringStatus, SignUpStatus
from tests.calendars.agenda import changed, counted, read, shown, titles
from tests.factories import a_gathering, a_library, a_person, a_sign_up, next_week, saved


@pytest.fixture(autouse=True)
def library(app):
    return a_library(email="agenda@example.org")


@pytest.fixture
def hanna(app):
    return a_person("Hanna")


def path_of(app, person) -> str:
    with app.test_request_context():
        return "/" + links.received(person, "").url.partition("//")[2].partition("/")[2]


@pytest.fixture
def path(app, hanna):
    return path_of(app, hanna)


def hosted(gathering, *people):
    for person in people:
        saved(GatheringHost(gathering_id=gathering.id, person_id=person.id))
    return gathering


def test_it_says_how_many_come_and_nobody_by_name(client, path, hanna):
    gathering = hosted(shown("Repair Café", capacity=3), hanna)
    a_sign_up(gathering, a_person("Noor"), party_size=2)
    a_sign_up(gathering, a_person("Bas"))
    a_sign_up(gathering, a_person("Ella"), SignUpStatus.WAITING)
    answer = client.get(path)
    (event,) = read(answer)
    assert event["SUMMARY"] == "Repair Café (3 mensen komen)"
    assert event["DESCRIPTION"].startswith("3 mensen komen, 1 op de wachtlijst.")
    assert event["TRANSP"] == "OPAQUE"
    assert event["UID"] == gathering.uid
    assert "X-WR-CALNAME:Activiteiten waar ik mensen ontvang" in answer.text
    for name in ("Noor", "Bas", "Ella", "Hanna"):
        assert name not in answer.text


def test_it_has_only_what_one_receives_people_at_in_every_library(client, path, hanna):
    hosted(shown("Hier", starts_at=next_week(9), sign_up_mode=SignUpMode.NONE), hanna)
    there = shown("Daar", library=a_library("zuidpolder"), starts_at=next_week(10))
    hosted(there, hanna, a_person("Bas"))
    hosted(shown("Van Bas"), a_person("Bas"))
    a_sign_up(shown("Als gast"), hanna)
    draft = a_gathering("Concept", status=GatheringStatus.DRAFT, published_at=None)
    hosted(draft, hanna)
    hosted(shown("Lang geleden", starts_at=now() - timedelta(days=32)), hanna)
    # Who walks in is not counted beforehand.
    assert titles(client.get(path)) == ["Hier", "Daar (0 mensen komen)"]


def test_of_a_sensitive_one_only_heads_are_said(client, path, hanna):
    gathering = hosted(shown("Praten over rouw", is_sensitive=True), hanna)
    a_sign_up(gathering)
    answer = client.get(path)
    assert titles(answer) == ["Activiteit in de bibliotheek (1 persoon komt)"]
    assert "rouw" not in answer.text


def test_one_more_who_comes_is_another_feed_and_nothing_else_is(client, path, hanna):
    gathering = hosted(shown("Repair Café"), hanna)
    known = {"If-None-Match": client.get(path).headers["ETag"]}
    assert client.get(path, headers=known).status_code == 304
    a_sign_up(gathering)
    again = client.get(path, headers=known)
    assert titles(again) == ["Repair Café (1 persoon komt)"]
    known = {"If-None-Match": again.headers["ETag"]}
    changed(gathering, status=GatheringStatus.CANCELLED)
    (event,) = read(client.get(path, headers=known))
    assert event["STATUS"] == "CANCELLED"


def test_who_no_longer_receives_people_there_sees_it_no_more(client, path, hanna):
    hosted(shown("Repair Café"), hanna)
    known = {"If-None-Match": client.get(path).headers["ETag"]}
    with transaction() as tx:
        tx.execute(delete(GatheringHost))
    assert titles(client.get(path, headers=known)) == []


def test_its_address_is_its_own_and_ends_when_renewed(app, client, path, hanna):
    with app.test_request_context():
        tokens = {purpose: links.token_of(hanna, purpose) for purpose in Purpose}
    assert client.get(f"/mijn/agenda/gastheer/{tokens[Purpose.OWN]}.ics").status_code == 404
    assert client.get(f"/mijn/agenda/{tokens[Purpose.RECEIVED]}.ics").status_code == 404
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    with transaction() as tx:
        services.renew_address(tx, hanna.id)
    assert client.get(path).status_code == 404
    assert client.get(path_of(app, hanna)).status_code == 200


def test_my_page_offers_it_to_who_receives_people_only(client_of, client, path, hanna):
    hosted(shown("Repair Café"), hanna)
    page = client_of(hanna).get("/mijn").text
    assert page.count('id="ontvangst-adres"') == page.count('id="agenda-adres"') == 1
    assert path in page
    assert "ontvangst-adres" not in client_of(a_person("Noor")).get("/mijn").text


def test_more_gatherings_cost_no_more_statements(client, path, hanna):
    hosted(shown("Een"), hanna)
    with counted() as said:
        client.get(path)
        once = len(said)
        for number in range(4):
            hosted(shown(str(number)), hanna)
        said.clear()
        first = client.get(path)
        assert len(said) == once == 4  # Whose it is, how it stands, gatherings, themes.
        said.clear()
        client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert len(said) == 2
