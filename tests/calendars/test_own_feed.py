"""Somebody's own feed: what she signed up for, behind an address that only she has."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import url_for

from community import tokens
from community.calendars import services
from community.clock import now
from community.db import transaction
from community.gatherings.kinds import Visibility
from community.gatherings.models import GatheringStatus, SignUp, SignUpStatus
from tests.calendars.agenda import changed, read, shown, titles
from tests.factories import a_gathering, a_library, a_person, a_sign_up, next_week


@pytest.fixture(autouse=True)
def library(app):
    return a_library(email="agenda@example.org")


@pytest.fixture
def noor(app):
    return a_person("Noor")


def path_of(app, person) -> str:
    key = app.config["SECRET_KEY"]
    token = tokens.derive(key, "calendar", person.id, person.calendar_salt)
    with app.test_request_context():
        return url_for("calendars.own", token=token)


@pytest.fixture
def path(app, noor):
    return path_of(app, noor)


def test_it_has_what_i_signed_up_for_in_every_library_and_nothing_of_others(client, path, noor):
    a_sign_up(shown("Leeskring", starts_at=next_week(9)), noor)
    there = shown("Taalcafé", library=a_library("zuidpolder"), starts_at=next_week(10))
    a_sign_up(there, noor)
    a_sign_up(shown("Zonder mij"), a_person("Bas"))
    assert titles(client.get(path)) == ["Leeskring", "Taalcafé"]


def test_a_seat_keeps_my_hour_taken(client, path, noor):
    a_sign_up(shown("Leeskring"), noor)
    (event,) = read(client.get(path))
    assert (event["TRANSP"], event["STATUS"]) == ("OPAQUE", "CONFIRMED")


def test_a_place_on_the_waiting_list_is_tentative_and_says_so(client, path, noor):
    a_sign_up(shown("Leeskring"), noor, SignUpStatus.WAITING)
    (event,) = read(client.get(path))
    assert event["SUMMARY"] == "Wachtlijst: Leeskring"
    assert event["STATUS"] == "TENTATIVE"


def test_who_moves_up_from_the_waiting_list_sees_it_in_the_next_answer(client, path, noor):
    sign_up = a_sign_up(shown("Leeskring"), noor, SignUpStatus.WAITING)
    first = client.get(path)
    with transaction() as tx:
        moved_up = tx.get_one(SignUp, sign_up.id)
        moved_up.status, moved_up.has_seat = SignUpStatus.CONFIRMED, True
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert titles(again) == ["Leeskring"]


@pytest.mark.parametrize("status", [SignUpStatus.CANCELLED, SignUpStatus.PENDING])
def test_what_i_left_or_never_confirmed_is_not_in_it(client, path, noor, status):
    a_sign_up(shown("Leeskring"), noor, status)
    assert titles(client.get(path)) == []


def test_what_is_long_over_far_away_or_taken_back_is_not_in_it(client, path, noor):
    for days in (-32, 367):
        a_sign_up(shown(f"Over {days} dagen", starts_at=now() + timedelta(days=days)), noor)
    taken_back = a_gathering("Concept", status=GatheringStatus.DRAFT, published_at=None)
    a_sign_up(taken_back, noor)
    assert titles(client.get(path)) == []


def test_what_was_called_off_stays_and_says_so(client, path, noor):
    gathering = shown("Leeskring")
    a_sign_up(gathering, noor)
    changed(gathering, status=GatheringStatus.CANCELLED)
    (event,) = read(client.get(path))
    assert (event["SUMMARY"], event["STATUS"]) == ("Vervalt: Leeskring", "CANCELLED")


def test_what_only_guests_may_see_is_in_it_for_a_guest(client, path, noor):
    a_sign_up(shown("Besloten", visibility=Visibility.LINK), noor)
    assert titles(client.get(path)) == ["Besloten"]


def test_it_is_the_same_event_as_in_the_feed_of_the_library(client, path, noor):
    a_sign_up(shown("Leeskring"), noor)
    (mine,), (everybodys,) = read(client.get(path)), read(client.get("/vechtdal/agenda.ics"))
    for name in ("UID", "SEQUENCE", "DTSTART", "DTSTAMP"):
        assert mine[name] == everybodys[name]


def test_it_speaks_my_language(client, app):
    english = a_person("Ella", language="en")
    a_sign_up(shown("Leeskring"), english, SignUpStatus.WAITING)
    response = client.get(path_of(app, english))
    assert titles(response) == ["Waiting list: Leeskring"]
    assert b"X-WR-CALNAME:My gatherings\r\n" in response.data


def test_it_speaks_the_first_language_to_who_speaks_none_of_ours(client, app):
    ukrainian = a_person("Oksana", language="uk")
    a_sign_up(shown("Leeskring"), ukrainian)
    assert b"X-WR-CALNAME:Mijn activiteiten\r\n" in client.get(path_of(app, ukrainian)).data


def test_the_answer_is_for_one_person(client, path, noor):
    a_sign_up(shown("Leeskring"), noor)
    for answer in (client.get(path), client.get(path, headers={"If-None-Match": "*"})):
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers


def test_who_has_it_already_gets_a_304(client, path, noor):
    gathering = shown("Leeskring")
    a_sign_up(gathering, noor)
    first = client.get(path)
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=known).status_code == 304
    changed(gathering, title="Leeskring 2")
    assert titles(client.get(path, headers=known)) == ["Leeskring 2"]


def test_a_new_address_makes_the_old_one_worthless_at_once(client, app, path, noor):
    a_sign_up(shown("Leeskring"), noor)
    known = {"If-None-Match": client.get(path).headers["ETag"]}
    with transaction() as tx:
        services.renew_address(tx, noor.id)
    assert client.get(path, headers=known).status_code == 404
    renewed = path_of(app, noor)
    assert renewed != path
    assert titles(client.get(renewed)) == ["Leeskring"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda token: token[:-1],
        lambda token: token.replace("-", "-x", 1),
        lambda token: f"99{token}",
        lambda token: f"{token.split('-')[0]}-",
        lambda _token: "1",
        lambda _token: "9" * 30 + "-AAAAAAAAAAAAAAAAAAAAAA",
        lambda _token: "nul\x00-byte",
        lambda _token: "é-é",
    ],
)
def test_a_wrong_address_is_just_not_there(client, path, wrong):
    token = path.removeprefix("/mijn/agenda/").removesuffix(".ics")
    assert client.get(f"/mijn/agenda/{wrong(token)}.ics").status_code == 404


def test_an_address_of_another_purpose_does_not_open_it(client, app, noor):
    other = tokens.derive(app.config["SECRET_KEY"], "sign_up", noor.id, noor.calendar_salt)
    assert client.get(f"/mijn/agenda/{other}.ics").status_code == 404


def test_the_address_is_in_no_log(client, path, caplog):
    token = path.removeprefix("/mijn/agenda/").removesuffix(".ics")
    with caplog.at_level(logging.DEBUG):
        assert client.get(path).status_code == 200
    assert caplog.records
    assert not any(token in f"{record.getMessage()} {vars(record)}" for record in caplog.records)


def test_it_is_only_read(client, path):
    assert client.post(path).status_code == 405
