"""The front pages: of the installation, of a library, and what is said in the footer."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from flask_babel import force_locale

from community.clock import end_of_day, local_day, now, start_of_day
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import GatheringStatus
from community.keeping.labels import how_long
from community.keeping.rules import all_rules
from community.register.models import SeenBy
from tests.calendars.agenda import counted
from tests.factories import a_gathering, a_library, next_week
from tests.register.entries import a_request, an_entry

HOME = "/vechtdal/"


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_without_a_library_the_house_says_how_to_open_one(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Hier is nog geen bibliotheek" in answer.text
    assert "library create" in answer.text


def test_with_one_library_the_house_leads_to_it(client):
    a_library("vechtdal")
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, HOME)


def test_with_several_libraries_the_house_names_them(client):
    a_library("zuidpolder")
    a_library("vechtdal")
    page = client.get("/").text
    assert re.findall(r'<a href="/(\w+)/">', page)[-2:] == ["vechtdal", "zuidpolder"]


def test_a_search_engine_is_told_how_the_library_is_reached(client):
    library = a_library("vechtdal", phone="0529 00 00 00", email="", name="Bieb </script> & Co")
    page = client.get(HOME).text
    said = json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', page)[1])
    assert (said["@type"], said["name"]) == ("Library", library.name)
    assert said["url"] == f"http://127.0.0.1:8000{HOME}"
    assert said["telephone"] == "0529 00 00 00"
    assert "email" not in said


def test_who_passes_the_front_page_on_passes_on_whose_it_is(client):
    a_library("vechtdal", name="Bibliotheek Vechtdal")
    page = client.get(HOME).text
    assert '<meta property="og:title" content="Bibliotheek Vechtdal">' in page


def test_nothing_planned_is_said_and_promises_nothing(client):
    a_library("vechtdal")
    read = words(client.get(HOME).text)
    assert "Er staat nog niets gepland." in read
    assert "er is een stoel vrij" not in read


def test_where_nobody_can_sign_up_any_more_no_seat_is_drawn_as_free(client):
    a_library("vechtdal")
    soon = now() + timedelta(hours=2)
    a_gathering("Dicht", starts_at=soon, capacity=4, taken=2, sign_up_closes_at=now())
    page = client.get(HOME).text
    assert "Dicht" in page
    assert "kk-kring__free" not in page.partition('class="kk-opening"')[2].partition("</svg>")[0]


def test_the_first_gathering_with_a_free_seat_opens_the_page(client):
    a_library("vechtdal")
    soon = now() + timedelta(hours=2)
    a_gathering("Vol", starts_at=soon, capacity=2, taken=2)
    free = a_gathering(
        "Vrij", starts_at=soon + timedelta(hours=1), capacity=3, taken=1, summary="Kom."
    )
    page = client.get(HOME).text
    assert "Schuif aan, er is een stoel vrij." in words(page)
    opening = re.search(r'kk-opening__next.*?<h2><a href="([^"]*)">(.*?)</a>', page, re.DOTALL)
    assert opening[2] == "Vrij"
    assert f'href="/vechtdal/agenda/{free.id}/aanmelden">Meld me aan</a>' in page
    assert "2 stoelen zijn vrij" in page
    assert "Kom. In Ommen. Gratis." in words(page)
    assert re.findall(r'kk-entry__title"><a[^>]*><span>(\w+)', page) == ["Vol"]


def test_no_seat_is_promised_where_there_is_none(client):
    a_library("vechtdal")
    a_gathering("Vol", capacity=2, taken=2)
    read = words(client.get(HOME).text)
    assert "er is een stoel vrij" not in read
    assert "Lees meer" in read


def test_a_library_s_own_welcome_comes_first(client):
    a_library("vechtdal", welcome="Fijn dat je er bent.")
    assert '<h1 class="kk-opening__title">Fijn dat je er bent.</h1>' in client.get(HOME).text


def test_what_people_offer_and_ask_stands_on_the_front_page(client):
    a_library("vechtdal")
    alone = words(client.get(HOME).text)
    assert "Wat kun jij? Eén zin is genoeg." in alone
    assert "Dit kunnen anderen" not in alone
    assert "Wie weet dit?" not in alone
    moment = now()
    for number in range(4):
        at = moment - timedelta(hours=number)
        an_entry(f"Ik kan {number}", opened_at=at)
        a_request(f"Wie kan {number}?", opened_at=at, seen_by=SeenBy.EVERYONE)
    page = client.get(HOME).text
    assert "delen 4 mensen wat ze weten en kunnen" in words(page)
    assert re.findall(r"Ik kan \d", page) == ["Ik kan 0", "Ik kan 1", "Ik kan 2"]
    assert re.findall(r"Wie kan \d", page) == ["Wie kan 0", "Wie kan 1", "Wie kan 2"]
    assert '<form class="kk-ask" action="/vechtdal/kennis/aanbieden" method="get">' in page


def test_a_livelier_library_costs_no_more_statements(client):
    a_library("vechtdal")
    a_gathering("Een")
    an_entry("Ik kan iets")
    client.get(HOME)  # What is asked once in the life of a process.
    with counted() as said:
        client.get(HOME)
        once = len(said)
        for number in range(3):
            a_gathering(str(number), starts_at=now() + timedelta(hours=number + 1))
            an_entry(f"Ik kan {number}")
            a_request(f"Wie kan {number}?", seen_by=SeenBy.EVERYONE)
        said.clear()
        client.get(HOME)
    # The library, what comes, offers and questions, cards, proposals, and the meetlat's yes.
    assert len(said) == once == 6


def test_what_is_called_off_or_far_away_is_not_on_the_front_page(client):
    a_library("vechtdal")
    a_gathering("Eerst", starts_at=now() + timedelta(hours=1))
    a_gathering("Vervalt", starts_at=now() + timedelta(hours=2), status=GatheringStatus.CANCELLED)
    a_gathering("Ver weg", starts_at=next_week() + timedelta(days=3))
    page = client.get(HOME).text
    assert "Vervalt" not in page
    assert "Ver weg" not in page
    assert "Hele agenda" in page


@pytest.mark.parametrize("day_of_week", range(7))
def test_this_week_is_only_said_of_this_week(client, monkeypatch, day_of_week):
    a_library("vechtdal")
    monday = local_day(next_week()) - timedelta(days=local_day(next_week()).weekday())
    today = monday + timedelta(days=day_of_week)
    a_gathering("Eerst", starts_at=end_of_day(today) - timedelta(hours=4))
    a_gathering(
        "Zondag", sign_up_mode=SignUpMode.NONE,
        starts_at=end_of_day(monday + timedelta(days=6)) - timedelta(hours=3),
    )  # fmt: skip
    monkeypatch.setattr("community.clock.now", lambda: start_of_day(today) + timedelta(hours=9))
    assert "Deze week" in words(client.get(HOME).text)
    a_gathering("Maandag", starts_at=end_of_day(monday + timedelta(days=7)) - timedelta(hours=3))
    seen = words(client.get(HOME).text)
    assert ("De komende dagen" in seen) == (day_of_week > 0)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("address", ["/privacy", "/toegankelijkheid", "/huisregels", "/over"])
def test_the_pages_in_the_footer_name_whom_to_turn_to(client, address, language):
    a_library("vechtdal", email="post@example.org", phone="0529 12 34 56")
    page = client.get(f"{address}?taal={language}")
    assert page.status_code == 200
    assert 'href="mailto:post@example.org"' in page.text
    assert 'href="tel:+31529123456"' in page.text
    assert page.text.count(f'href="{address}"') == 1


def test_the_privacy_page_names_everything_that_is_kept(client):
    english = client.get("/privacy?taal=en").text
    told = [rule for rule in all_rules() if rule.words]
    assert len(told) > 10
    with force_locale("en"):
        for rule in told:
            assert rule.words.what in english
            assert how_long(rule) in english, rule.name
    dutch = client.get("/privacy?taal=nl").text
    assert told[0].words.what not in dutch
    assert "Je voornaam" in dutch
    assert "24 maanden" in dutch


def test_robots_are_told_what_has_no_end_or_is_of_one_person(client):
    said = client.get("/robots.txt")
    assert said.mimetype == "text/plain"
    for private in ("/mijn", "/*/beheer/", "/*/aanmelding/", "/*?*datum="):
        assert f"Disallow: {private}\n" in said.text


def test_the_old_place_of_a_site_s_mark_still_works(client):
    with client.get(client.get("/favicon.ico").headers["Location"]) as mark:
        assert mark.mimetype == "image/svg+xml"
