"""A librarian chooses a format, asks her own questions, prints it, and writes one of her own."""

from __future__ import annotations

import pytest

from community.formats.models import Format
from tests.factories import a_gathering, a_host_of, a_librarian, the_library
from tests.formats.rows import a_format, goes_by

DESK = "/vechtdal/beheer"


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian())


def test_from_choosing_to_the_page_that_people_read(desk, client):
    gathering = a_gathering("Zo helpen we elkaar")
    at, public = f"{DESK}/activiteiten/{gathering.id}", f"/vechtdal/agenda/{gathering.id}"
    assert "Kies een werkvorm" in desk.get(at).text
    assert "Zo verloopt het" not in client.get(public, follow_redirects=True).text
    assert desk.post(f"{at}/werkvorm", data={"werkvorm": "niets"}).status_code == 422
    chosen = desk.post(f"{at}/werkvorm", data={"werkvorm": "world_cafe"}, follow_redirects=True)
    assert "Gekozen: World Café." in chosen.text
    asked = {
        "main_question": "?" * 301, "questions-0": "Wie hielp jou?", "questions-1": "",
        "questions-2": "",
    }  # fmt: skip
    wrong = desk.post(f"{at}/werkvorm/vragen", data=asked)
    assert wrong.status_code == 422
    assert 'value="Wie hielp jou?"' in wrong.text
    desk.post(f"{at}/werkvorm/vragen", data={**asked, "main_question": "Hoe helpen we elkaar?"})
    page = client.get(public, follow_redirects=True).text
    for said in ("Hoe helpen we elkaar?", "Wie hielp jou?", "tot nu toe over het hoofd gezien?"):
        assert said in page
    for sheet in ("draaiboek", "tafelblad", "vragenkaarten"):
        assert "Wie hielp jou?" in desk.get(f"{at}/werkvorm/{sheet}").text
    gone = desk.post(f"{at}/werkvorm/weg", follow_redirects=True)
    assert "heeft geen werkvorm meer" in gone.text


def test_a_full_hall_is_drawn_with_the_tables_of_its_format(desk, client):
    """A World Café for 48 sits six at a table; without tables they sit around one."""
    gathering = a_gathering(capacity=48)
    public = f"/vechtdal/agenda/{gathering.id}"
    table = 'class="kk-kring__table"'
    assert client.get(public, follow_redirects=True).text.count(table) == 1
    goes_by(gathering, "world_cafe")
    for page in (
        client.get(public, follow_redirects=True),
        desk.get(f"{DESK}/activiteiten/{gathering.id}"),
    ):
        assert page.text.count(table) == 8


def test_a_host_prints_and_changes_nothing(app, client_of):
    gathering = a_gathering()
    goes_by(gathering, "dialogue")
    host = client_of(a_host_of(gathering))
    at = f"{DESK}/activiteiten/{gathering.id}"
    assert host.get(f"{at}/werkvorm/draaiboek").status_code == 200
    assert "Draaiboek" in host.get(at).text
    assert host.get(f"{at}/werkvorm").status_code == 403


def test_a_running_order_that_does_not_fit_says_so(desk):
    gathering, made = a_gathering(), a_format()
    goes_by(gathering, made)
    assert "en de activiteit eindigt om" not in _page(desk, gathering)
    desk.post(f"{DESK}/werkvormen/{made.id}/wijzig", data={**TYPED, "opening": "240"})
    assert "Er is een nieuwere versie" in _page(desk, gathering)
    goes_by(gathering, made)
    assert "en de activiteit eindigt om" in _page(desk, gathering)


TYPED = {
    "name": "Buurttafel", "language": "nl", "purpose": "", "how": "", "tip": "",
    "opening": "5", "closing": "5", "least": "4", "most": "6", "mixes": "y",
    "rounds-0-title": "Aan tafel", "rounds-0-question": "Wat is er?", "rounds-0-minutes": "40",
    "rounds-1-title": "", "rounds-1-question": "", "rounds-1-minutes": "",
}  # fmt: skip


def test_writing_one_from_a_copy(desk, session):
    page = desk.get(f"{DESK}/werkvormen/nieuw?van=open_table").text
    for nothing in ("²", "9" * 20):
        assert desk.get(f"{DESK}/werkvormen/nieuw?van={nothing}").status_code == 200
    assert 'value="Open tafel"' in page
    slip = {**TYPED, "most": "3", "rounds-1-question": "Zonder naam"}
    wrong = desk.post(f"{DESK}/werkvormen/nieuw", data=slip)
    assert wrong.status_code == 422
    assert "Dit is minder dan bij ‘minstens’." in wrong.text
    assert "Ronde 2: Geef deze ronde een naam." in wrong.text
    assert 'value="Zonder naam"' in wrong.text
    right = {**TYPED, "rounds-1-title": "Door", "rounds-1-minutes": "20"}
    made = desk.post(f"{DESK}/werkvormen/nieuw", data=right, follow_redirects=True)
    assert "De werkvorm is er." in made.text
    kept = session.query(Format).one().latest.content
    assert [(each.title, each.minutes) for each in kept.rounds] == [("Aan tafel", 40), ("Door", 20)]
    assert kept.seatings == 2


def test_a_form_without_rounds_is_refused(desk):
    emptied = {name: "" if name.startswith("rounds") else said for name, said in TYPED.items()}
    answer = desk.post(f"{DESK}/werkvormen/nieuw", data=emptied)
    assert answer.status_code == 422
    assert "Er is minstens één ronde." in answer.text


def test_what_is_not_used_any_more_is_offered_to_nobody(desk):
    made, gathering = a_format(), a_gathering()
    assert "Buurtgesprek" in _page(desk, gathering)
    desk.post(f"{DESK}/werkvormen/{made.id}/weg")
    assert "Buurtgesprek" not in _page(desk, gathering)
    assert "Niet meer in gebruik" in desk.get(f"{DESK}/werkvormen").text
    desk.post(f"{DESK}/werkvormen/{made.id}/terug")
    assert "Buurtgesprek" in _page(desk, gathering)


def _page(desk, gathering) -> str:
    return desk.get(f"{DESK}/activiteiten/{gathering.id}/werkvorm").text
