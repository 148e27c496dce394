"""The page of one's own sign-up: to confirm, to change, to leave, behind a secret link."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community import clock
from community.db import session, transaction
from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering, GatheringStatus, SignUp
from community.outbox.models import OutboxMail
from tests.factories import a_gathering, a_library, a_person, a_sign_up
from tests.gatherings.signing_up import (
    CANCELLED,
    CONFIRMED,
    PENDING,
    WAITING,
    count,
    link_of,
    noor,
    only,
    where,
)


def test_a_scanner_that_follows_the_link_confirms_nothing(app, client):
    client.post(where(a_gathering()), data=noor())
    link = link_of(app, only())
    page = client.get(link)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Ja, ik kom" in page.text
    assert only().status is PENDING
    assert client.get(f"{link}/bevestigen").status_code == 405


def test_the_button_on_the_page_confirms(app, client):
    client.post(where(a_gathering()), data=noor())
    link = link_of(app, only())
    assert client.post(f"{link}/bevestigen").location == link
    assert client.post(f"{link}/bevestigen").location == link
    assert only().status is CONFIRMED
    assert "Je doet mee" in client.get(link).text
    assert count(OutboxMail) == 2


def test_the_place_in_line_is_said(app, client):
    gathering = a_gathering(capacity=1)
    a_sign_up(gathering)
    first, second = (a_sign_up(gathering, status=WAITING, has_seat=False) for _ in range(2))
    assert "nummer 1" in client.get(link_of(app, first)).text
    assert "nummer 2" in client.get(link_of(app, second)).text


def test_leaving_asks_first_and_then_frees_the_seat(app, client):
    gathering = a_gathering(capacity=1)
    entry, waiting = a_sign_up(gathering), a_sign_up(gathering, status=WAITING, has_seat=False)
    link = link_of(app, entry)
    assert "Meld me af" in client.get(f"{link}/afmelden").text
    assert session().get_one(SignUp, entry.id).status is CONFIRMED
    client.post(f"{link}/afmelden")
    client.post(f"{link}/afmelden")
    assert session().get_one(SignUp, entry.id, populate_existing=True).status is CANCELLED
    assert session().get_one(SignUp, waiting.id, populate_existing=True).status is CONFIRMED
    assert "Meld je opnieuw aan" in client.get(link).text


def test_a_party_that_does_not_fit_is_said_beside_the_field(app, client):
    gathering = a_gathering(capacity=2)
    link = link_of(app, a_sign_up(gathering))
    assert client.post(f"{link}/aantal", data={"party_size": "2"}).status_code == 303
    answer = client.post(f"{link}/aantal", data={"party_size": "3"})
    assert answer.status_code == 422
    assert "geen plek voor zoveel mensen" in answer.text
    assert only().party_size == 2


@pytest.mark.parametrize("change", ["wrong", "other", "library", "nothing"])
def test_only_the_right_link_opens_a_sign_up(app, client, change):
    entry = a_sign_up(a_gathering())
    link = link_of(app, entry)
    a_library("zuidpolder")
    tried = {
        "wrong": f"{link[:-1]}{'A' if link[-1] != 'A' else 'B'}",
        "other": link.replace(f"/{entry.id}-", f"/{entry.id + 1}-"),
        "library": link.replace("vechtdal", "zuidpolder"),
        "nothing": "/vechtdal/aanmelding/x",
    }[change]
    assert client.get(tried).status_code == 404
    assert client.post(f"{tried}/bevestigen").status_code == 404
    assert client.post(f"{tried}/afmelden").status_code == 404
    assert only().status is CONFIRMED


def test_the_own_page_leads_back_to_what_is_shown_by_link_alone(app, client, client_of):
    person = a_person()
    entry = a_sign_up(a_gathering(visibility=Visibility.LINK), person)
    for page in (client.get(link_of(app, entry)), client_of(person).get("/mijn")):
        back = re.search(r'href="(/vechtdal/agenda/\d+-[^"]+)"', page.text)[1]
        assert client.get(back.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("what", ["cancelled", "over"])
def test_the_own_page_stays_when_the_gathering_is_gone(app, client, what):
    gathering = a_gathering(starts_at=clock.now() - timedelta(days=1) if what == "over" else None)
    entry = a_sign_up(gathering)
    if what == "cancelled":
        with transaction() as tx:
            row = tx.get_one(Gathering, gathering.id)
            row.status, row.cancel_reason = GatheringStatus.CANCELLED, "De bakker is ziek."
    page = client.get(link_of(app, entry))
    assert page.status_code == 200
    assert ("De bakker is ziek." if what == "cancelled" else "Dit is geweest") in page.text
    assert client.post(f"{link_of(app, entry)}/afmelden").status_code == 409
