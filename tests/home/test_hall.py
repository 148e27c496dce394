"""The screen in the hall."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from community.gatherings.kinds import Visibility
from community.gatherings.models import GatheringStatus
from tests.calendars.agenda import counted
from tests.factories import a_branch, a_gathering, a_library, a_room, next_week
from tests.gatherings.reading import words

HALL = "/vechtdal/scherm"


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal")


def test_it_says_what_is_on_where_and_what_is_off(client, library):
    room = a_room(library.branches[0], "Leeszaal")
    a_gathering("Bezig", starts_at=now() - timedelta(minutes=5), room_id=room.id)
    a_gathering("Straks", starts_at=next_week(), status=GatheringStatus.CANCELLED)
    a_gathering("Tentoonstelling", starts_at=now() - timedelta(days=9), ends_at=next_week())
    a_gathering("Geweest", starts_at=now() - timedelta(days=1))
    read = words(client.get(HALL).text)
    assert "Ommen, Leeszaal" in read
    assert "Straks Gaat niet door" in read
    assert "Geweest" not in read
    # What has hung there for days goes after what begins.
    assert read.index("Straks") < read.index("Tentoonstelling")


def test_nothing_sensitive_or_hidden_hangs_on_the_wall(client):
    a_gathering("Praten over rouw", is_sensitive=True)
    a_gathering("Voor leden", visibility=Visibility.SIGNED_IN)
    a_gathering("Met een link", visibility=Visibility.LINK)
    a_gathering("Concept", status=GatheringStatus.DRAFT, published_at=None)
    assert "Er staat nu niets gepland." in words(client.get(HALL).text)


def test_a_branch_has_its_own_screen_with_its_own_code(client, library):
    a_gathering("In Ommen")
    a_gathering("In Dalfsen", branch_id=a_branch(library, "Dalfsen").id)
    page = client.get(f"{HALL}?vestiging=dalfsen").text
    assert "In Dalfsen" in page
    assert "In Ommen" not in page
    assert "Bibliotheek Dalfsen</h1>" in page
    assert "http://127.0.0.1:8000/vechtdal/agenda?vestiging=dalfsen" in page  # The code's title.
    assert client.get(f"{HALL}?vestiging=atlantis").status_code == 404


def test_it_looks_again_by_itself_with_script_and_without(client):
    a_gathering("Leeskring")
    page = client.get(f"{HALL}?vestiging=ommen").text
    at = f"{HALL}?vestiging=ommen"
    assert f'<noscript><meta http-equiv="refresh" content="120; url={at}"></noscript>' in page
    assert f'hx-get="{HALL}?vestiging=ommen" hx-trigger="every 60s"' in page
    piece = client.get(f"{HALL}?vestiging=ommen", headers={"HX-Request": "true"}).text
    assert piece.lstrip().startswith("<main")
    assert "Leeskring" in piece
    assert "<html" not in piece


def test_more_gatherings_cost_no_more_statements(client):
    a_gathering("Een")
    with counted() as said:
        client.get(f"{HALL}?vestiging=ommen")
        once = len(said)
        for number in range(4):
            a_gathering(str(number))
        said.clear()
        client.get(f"{HALL}?vestiging=ommen")
    assert len(said) == once == 3  # Library, branches, gatherings.
