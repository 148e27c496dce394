"""The ways into somebody's own calendar, on the pages."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from community.clock import now
from community.gatherings import invitations
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import GatheringStatus
from tests.calendars.agenda import feed_titles, read, shown, titles
from tests.factories import a_gathering, a_library, a_person, a_sign_up


@pytest.fixture(autouse=True)
def library(app):
    return a_library()


def addresses(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', page)]


def offered(page: str) -> str:
    """What people see; what the head says is for programs."""
    return page.partition("</head>")[2]


def the_one(page: str, beginning: str) -> str:
    seen = addresses(offered(page))
    (found,) = (address for address in seen if address.startswith(beginning))
    return found


def address_field(page: str) -> str:
    (found,) = re.findall(r'id="agenda-adres"[^>]*value="([^"]+)"', page)
    return unescape(found)


def test_the_agenda_can_be_subscribed_to_as_it_is_narrowed_without_its_day(app, client):
    page = client.get("/vechtdal/agenda?soort=workshop&vestiging=ommen&dag=2026-03-03").text
    feed = f"{app.config['BASE_URL']}/vechtdal/agenda.ics?vestiging=ommen&soort=workshop"
    assert address_field(page) == feed
    webcal = the_one(page, "webcal://")
    assert webcal == feed.replace("http://", "webcal://")
    google = urlsplit(the_one(page, "https://calendar.google.com/calendar/"))
    assert parse_qs(google.query) == {"cid": [webcal]}
    for place in ("live", "office"):
        outlook = urlsplit(the_one(page, f"https://outlook.{place}.com/calendar/0/addfromweb"))
        assert parse_qs(outlook.query) == {"url": [feed], "name": ["Bibliotheek Vechtdal"]}


def test_the_address_on_the_page_leads_to_the_feed(client):
    shown("Leeskring")
    shown("Taalcafé", language="uk")
    page = client.get("/vechtdal/agenda?voertaal=uk").text
    feed = urlsplit(address_field(page))
    assert feed_titles(client, f"?{feed.query}") == ["Taalcafé"]


def test_an_english_page_offers_an_english_feed(client):
    page = client.get("/vechtdal/agenda?taal=en").text
    assert address_field(page).endswith("/vechtdal/agenda.ics?taal=en")
    assert "Your app checks for changes by itself" in page


def test_a_branch_that_does_not_exist_breaks_no_page(client):
    assert client.get("/vechtdal/agenda?vestiging=atlantis").status_code == 200


def test_the_page_says_how_soon_an_app_knows_and_how_urgent_news_comes(client):
    page = client.get("/vechtdal/agenda").text
    assert "na een half uur, of pas na een dag" in page
    assert "krijgt wie zich heeft aangemeld een mail" in page
    for app_name in ("iPhone", "Android", "Outlook", "Thunderbird", "Nextcloud"):
        assert app_name in page


def test_a_gathering_can_be_put_in_a_calendar(client):
    gathering = shown("Leeskring")
    page = client.get(f"/vechtdal/agenda/{gathering.id}-leeskring").text
    address = the_one(page, f"/vechtdal/agenda/{gathering.id}-leeskring.ics")
    (event,) = read(client.get(address))
    assert event["SUMMARY"] == "Leeskring"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": GatheringStatus.CANCELLED},
        {"starts_at": now() - timedelta(days=2)},
    ],
)
def test_what_is_called_off_or_over_is_not_offered(client, fields):
    gathering = a_gathering("Leeskring", **fields)
    page = client.get(f"/vechtdal/agenda/{gathering.id}-leeskring").text
    assert ".ics" not in offered(page)


def test_who_came_by_invitation_gets_the_file_by_invitation(app, client):
    gathering = shown("Besloten", visibility=Visibility.LINK)
    token = invitations.token_for(gathering, key=app.config["SECRET_KEY"])
    path = f"/vechtdal/agenda/{gathering.id}-besloten"
    page = client.get(f"{path}?{invitations.PARAMETER}={token}").text
    assert len(read(client.get(the_one(page, f"{path}.ics")))) == 1


@pytest.mark.parametrize("mode", [SignUpMode.HERE, SignUpMode.NONE, SignUpMode.ELSEWHERE])
def test_the_file_is_offered_once_whether_or_not_one_signs_up(client, mode):
    gathering = shown("Leeskring", sign_up_mode=mode, elsewhere_url="https://kaartjes.example.org")
    page = client.get(f"/vechtdal/agenda/{gathering.id}-leeskring").text
    assert offered(page).count(".ics") == 1


def test_who_is_in_is_offered_the_file_once(client_of):
    gathering, noor = shown("Leeskring"), a_person("Noor")
    a_sign_up(gathering, noor)
    page = client_of(noor).get(f"/vechtdal/agenda/{gathering.id}-leeskring").text
    assert offered(page).count(".ics") == 1


def test_my_page_has_my_own_feed_and_renews_its_address(client, client_of):
    noor = a_person("Noor")
    a_sign_up(shown("Leeskring"), noor)
    browser = client_of(noor)
    old = urlsplit(address_field(browser.get("/mijn").text)).path
    assert titles(client.get(old)) == ["Leeskring"]
    answer = browser.post("/mijn/agenda/vernieuwen")
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    assert "Je agenda heeft een nieuw adres." in page
    new = urlsplit(address_field(page)).path
    assert new != old
    assert client.get(old).status_code == 404
    assert titles(client.get(new)) == ["Leeskring"]


def test_nobody_renews_an_address_by_following_a_link_or_without_signing_in(client, client_of):
    noor = a_person("Noor")
    browser = client_of(noor)
    before = address_field(browser.get("/mijn").text)
    assert browser.get("/mijn/agenda/vernieuwen").status_code in {404, 405}
    assert "/inloggen" in client.post("/mijn/agenda/vernieuwen").headers["Location"]
    assert address_field(browser.get("/mijn").text) == before
