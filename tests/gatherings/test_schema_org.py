"""What a search engine reads of a gathering, and of which it reads nothing."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from community.gatherings import schema_org
from community.gatherings.kinds import Mode, SignUpMode, Visibility
from community.gatherings.models import GatheringStatus
from tests.factories import (
    a_branch,
    a_gathering,
    a_host_of,
    a_librarian,
    a_library,
    a_picture,
    a_room,
    a_sign_up,
    next_week,
)
from tests.gatherings.reading import page_of

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """On one engine: what is read of a gathering, `test_show.py` reads on both."""
    return sqlite_url


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal")


def data_of(page: str) -> dict[str, Any] | None:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def event(client, gathering) -> dict[str, Any]:
    data = data_of(client.get(page_of(gathering)).text)
    assert data is not None
    # What Google, and schema.org itself, want of every event.
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "Event"
    assert data.keys() >= {"name", "startDate", "location", "description", "organizer"}
    return data


def test_an_event_says_what_its_page_says(client):
    branch = a_branch(
        place="Dalfsen", street="Raadhuisplein 3", postcode="7721 AX", latitude=52.5, longitude=6.25
    )
    room, picture = a_room(branch, "Tuinkamer"), a_picture()
    gathering = a_gathering(
        "Repair Café", branch_id=branch.id, room_id=room.id, picture_id=picture.id,
        summary="Samen repareren.", language="ar", cost="€ 2,50 per persoon", capacity=3,
    )  # fmt: skip
    a_host_of(gathering, "Hanna")
    a_sign_up(gathering)
    data = event(client, gathering)
    assert data["name"] == "Repair Café"
    assert data["description"] == "Samen repareren."
    assert datetime.fromisoformat(data["startDate"]) == gathering.starts_at
    assert data["startDate"][-6:] in {"+01:00", "+02:00"}
    assert data["url"] == f"{BASE}{page_of(gathering)}"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert data["location"] == {
        "@type": "Place",
        "name": "Bibliotheek Dalfsen, Tuinkamer",
        "address": {
            "@type": "PostalAddress", "streetAddress": "Raadhuisplein 3", "postalCode": "7721 AX",
            "addressLocality": "Dalfsen", "addressCountry": "NL",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 52.5, "longitude": 6.25},
    }  # fmt: skip
    assert data["image"][0].startswith(f"{BASE}/vechtdal/beeld/")
    assert data["inLanguage"] == "ar"
    assert data["isAccessibleForFree"] is False
    assert data["offers"]["price"] == "2.50"
    assert data["offers"]["availability"] == "https://schema.org/InStock"
    assert data["offers"]["url"].endswith(f"/vechtdal/agenda/{gathering.id}/aanmelden")
    assert (data["maximumAttendeeCapacity"], data["remainingAttendeeCapacity"]) == (3, 2)
    assert data["organizer"]["name"] == "Bibliotheek Vechtdal"
    assert "Hanna" not in json.dumps(data)


def test_it_says_that_it_is_moved_or_off(client):
    before = next_week(10)
    moved = a_gathering(moved_from=before, starts_at=before + timedelta(days=1))
    data = event(client, moved)
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"][:10] < data["startDate"][:10]
    off = event(client, a_gathering(status=GatheringStatus.CANCELLED))
    assert off["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in off


@pytest.mark.parametrize("mode", [Mode.ONLINE, Mode.HYBRID])
def test_of_an_online_gathering_the_way_in_is_its_page(client, mode):
    gathering = a_gathering(mode=mode, online_url="https://praat.example.org/geheim")
    page = client.get(page_of(gathering)).text
    assert "geheim" not in page
    data = data_of(page)
    assert data is not None
    place = data["location"] if mode is Mode.ONLINE else data["location"][1]
    assert place == {"@type": "VirtualLocation", "url": f"{BASE}{page_of(gathering)}"}
    assert data["eventAttendanceMode"].endswith(f"/{'Online' if mode is Mode.ONLINE else 'Mixed'}"
                                                "EventAttendanceMode")  # fmt: skip


def test_a_full_one_is_sold_out_and_another_site_sells_its_own(client):
    full = a_gathering(capacity=1, has_waiting_list=False)
    a_sign_up(full)
    assert event(client, full)["offers"]["availability"] == "https://schema.org/SoldOut"
    shop = "https://kaartjes.example.org/1"
    away = a_gathering(sign_up_mode=SignUpMode.ELSEWHERE, elsewhere_url=shop)
    offer = event(client, away)["offers"]
    assert offer["url"] == shop
    assert "availability" not in offer


@pytest.mark.parametrize(
    ("cost", "price"),
    [
        ("", "0"),
        ("Gratis.", "0"),
        ("€ 5", "5.00"),
        ("2,50 euro, koffie erbij", "2.50"),
        ("€ 5 voor leden, € 7,50 voor anderen", None),
        ("Een kleine bijdrage", None),
    ],
)
def test_a_price_is_one_amount_or_none(cost, price):
    assert schema_org.price(cost) == price


@pytest.mark.parametrize(
    "fields",
    [
        {"is_sensitive": True},
        {"visibility": Visibility.SIGNED_IN},
        {"status": GatheringStatus.DRAFT, "published_at": None},
    ],
)
def test_of_what_is_sensitive_or_not_public_nothing_is_said(client_of, fields):
    page = client_of(a_librarian()).get(page_of(a_gathering("Praten over rouw", **fields))).text
    assert "Praten over rouw" in page
    assert data_of(page) is None


def test_no_title_gets_out_of_the_block(client):
    title = "</script><script>alert(1)</script> & <!--"
    gathering = a_gathering(title)
    page = client.get(page_of(gathering)).text
    assert "<script>alert" not in page
    assert event(client, gathering)["name"] == title


def test_a_page_has_one_address_in_each_language(client):
    path = page_of(a_gathering())
    for query, canonical in (("", path), ("?taal=en", f"{path}?taal=en"), ("?utm=x", path)):
        head = client.get(f"{path}{query}").text.partition("</head>")[0]
        client.delete_cookie("taal")
        assert f'<link rel="canonical" href="{BASE}{canonical}">' in head
        assert f'<meta property="og:url" content="{BASE}{canonical}">' in head
        for code, address in (("nl", path), ("en", f"{path}?taal=en"), ("x-default", path)):
            assert f'<link rel="alternate" hreflang="{code}" href="{BASE}{address}">' in head


def test_a_narrowed_agenda_is_a_page_of_its_own_in_both_languages(client):
    head = client.get("/vechtdal/agenda?soort=leesclub&utm=x").text.partition("</head>")[0]
    narrowed = f"{BASE}/vechtdal/agenda?soort=leesclub"
    assert f'<link rel="canonical" href="{narrowed}">' in head
    assert f'hreflang="en" href="{narrowed}&amp;taal=en"' in head
