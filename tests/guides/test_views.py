"""Help for everybody, and the tour for who works here."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from PIL import Image

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.guides import services
from community.guides.book import GUIDES, PICTURES
from community.guides.tour import STEPS
from tests.factories import a_librarian, a_library


def test_who_needs_help_finds_a_guide_for_everybody(client, app):
    library = a_library()
    front = client.get(f"/{library.slug}/hulp").text
    for guide in GUIDES:
        assert f"/{library.slug}/hulp/{guide.slug}" in front
        page = client.get(f"/{library.slug}/hulp/{guide.slug}")
        assert page.status_code == 200
        assert "<h2>" in page.text
    assert client.get(f"/{library.slug}/hulp/onbekend").status_code == 404


def test_a_guide_is_in_the_language_of_its_reader_and_so_are_its_pictures(client, app):
    library = a_library()
    address = f"/{library.slug}/hulp/bewoner"
    assert f'src="/{library.slug}/hulp/beeld/nl/resident-agenda.webp"' in client.get(address).text
    english = client.get(f"{address}?taal=en").text
    assert "Taking part in your library" in english
    assert f'src="/{library.slug}/hulp/beeld/en/resident-agenda.webp"' in english
    picture = client.get(f"/{library.slug}/hulp/beeld/nl/resident-agenda.webp")
    assert picture.mimetype == "image/webp"


def test_a_picture_keeps_its_place_before_it_has_come(client, app):
    page = client.get(f"/{a_library().slug}/hulp/bewoner").text
    pictures = re.findall(r"<img [^>]+>", page)
    assert pictures
    for each in pictures:
        name = re.search(r'/beeld/([^"]+)"', each)[1]
        with Image.open(PICTURES / name) as taken:
            assert f'width="{taken.width // 2}" height="{taken.height // 2}"' in each


@pytest.mark.parametrize("path", ["../../../app.py", "..%2f..%2foperators.md", "nl"])
def test_no_other_file_leaves_the_house_as_a_picture(client, app, path):
    assert client.get(f"/{a_library().slug}/hulp/beeld/{path}").status_code == 404


def test_the_tour_stands_on_today_until_somebody_closes_it(app, client_of):
    library = a_library()
    client = client_of(a_librarian(library))
    today = f"/{library.slug}/beheer"
    assert "rondleiding/1" in client.get(today).text
    for number in range(1, len(STEPS) + 1):
        assert client.get(f"{today}/rondleiding/{number}").status_code == 200
    assert client.get(f"{today}/rondleiding/{len(STEPS) + 1}").status_code == 404
    assert client.post(f"{today}/rondleiding/klaar").location == today
    assert "rondleiding/1" not in client.get(today).text


def test_the_page_that_a_step_leads_to_has_the_way_on(app, client_of):
    library = a_library()
    client = client_of(a_librarian(library))
    desk = f"/{library.slug}/beheer"
    for number in range(1, len(STEPS) + 1):
        step = client.get(f"{desk}/rondleiding/{number}").text
        leads_to = re.findall(rf'href="([^"]+\?rondleiding={number})"', step)[0]
        on = client.get(leads_to, follow_redirects=True).text
        if number < len(STEPS):
            assert f'href="{desk}/rondleiding/{number + 1}" rel="next"' in on
        else:
            assert f'action="{desk}/rondleiding/klaar"' in on
        assert f'href="{desk}/rondleiding/1"' not in on
    assert "rondleiding/" not in client.get(f"{desk}/activiteiten?rondleiding=6").text


def test_closing_it_twice_keeps_the_first_time(app):
    librarian = a_librarian(a_library())
    first = now()
    for moment in (first, first + timedelta(days=1)):
        with transaction() as tx:
            services.end_tour(tx, librarian.id, now=moment)
    assert session().get_one(Person, librarian.id).toured_at == first
