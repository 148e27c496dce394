"""The settings of the working area, as a librarian sees them."""

from __future__ import annotations

import io

import pytest

from tests.areas.lists import OMMEN, a_list
from tests.factories import a_librarian, the_library

PAGE = "/vechtdal/beheer/instellingen/werkgebied"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def desk(client_of):
    return client_of(a_librarian(the_library()))


def hand_in(desk, contents):
    data = {"people": (io.BytesIO(contents), "inwoners 2026.csv")}
    return desk.post(PAGE, data=data, content_type="multipart/form-data")


def test_a_librarian_looks_at_a_list_takes_it_over_and_puts_it_back(desk):
    first = desk.get(PAGE).text
    assert "verzonnen" in first
    answer = hand_in(desk, desk.get(f"{PAGE}/voorbeeld.csv").data)
    assert answer.status_code == 303
    assert "inwoners 2026.csv" in desk.get(answer.location).text
    desk.post(f"{PAGE}/nakijken/overnemen")
    page = desk.get(PAGE).text
    assert "verzonnen</span>" not in page
    assert "14.570" in page
    assert desk.get(f"{PAGE}/werkgebied.csv").data == desk.get(f"{PAGE}/voorbeeld.csv").data
    desk.post(f"{PAGE}/terug", data={"was": ""})
    assert "verzonnen</span>" in desk.get(PAGE).text
    assert desk.post(f"{PAGE}/terug", data={"was": "gisteren"}).status_code == 303


def test_a_list_with_mistakes_says_where_and_changes_nothing(desk):
    answer = hand_in(desk, a_list(OMMEN, "773;1;1;0;0;0;0;0"))
    assert answer.status_code == 422
    assert "Regel 3, pc4" in answer.text
    assert "‘773’ is niet het begin van een postcode" in answer.text
    assert desk.get(f"{PAGE}/nakijken").status_code == 303
    assert "puntkomma" in hand_in(desk, b"pc4,inwoners\n7731,1\n").text
    assert hand_in(desk, b"").status_code == 422


def test_columns_that_are_not_used_are_named(desk):
    answer = hand_in(desk, a_list(f"{OMMEN};9", heads=f"{a_list().decode().strip()};Huizen"))
    assert "Deze kolommen gebruiken we niet: Huizen." in desk.get(answer.location).text
