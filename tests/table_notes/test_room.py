"""The room at the desk: opening it, the clock, all tables, and paper typed over."""

from __future__ import annotations

import re

import pytest

from tests.conftest import signed_in
from tests.factories import a_host_of, a_librarian, a_member
from tests.table_notes.tables import a_table, a_talk, keeps, notes_of, room, thought, words_of


@pytest.fixture
def talk(app):
    return a_talk()


@pytest.fixture
def host(app, talk):
    return signed_in(app, a_host_of(talk))


def page_of(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def test_a_host_opens_the_room_leads_the_rounds_and_sees_what_arrives(host, talk):
    assert "Open de zaal" in page_of(host, room(talk))
    assert "Open de zaal" in page_of(host, room(talk).removesuffix("/zaal"))
    assert host.post(room(talk, "/open"), data={"tables": "0"}).status_code == 422
    host.post(room(talk, "/open"), data={"tables": "2"})
    page = page_of(host, room(talk))
    stand = field(page, "stand")
    for _twice in range(2):
        host.post(room(talk, "/klok"), data={"press": "volgende", "stand": stand})
    keeps(a_table(talk, 2), thought("Soep op maandag"))
    page = page_of(host, room(talk))
    assert "Soep op maandag" in page
    assert "Rond de rondes af" in page
    same = re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")
    assert host.get(same, headers={"HX-Request": "true"}).status_code == 204
    assert "1 notitie tot nu toe" in page_of(host, room(talk).removesuffix("/zaal"))
    cards = page_of(host, room(talk, "/tafels"))
    assert cards.count('class="kk-qr"') == 2
    # On the wall stands the clock, and nothing that a table wrote.
    assert "Soep op maandag" not in page_of(host, room(talk, "/scherm"))


def test_a_sheet_is_typed_over_and_what_is_wrong_stays_typed(host, talk):
    sheet = {"table_no": "3", "round_no": "1", "once": "a" * 32}
    empty = host.post(room(talk, "/overtypen"), data=sheet)
    assert empty.status_code == 422
    said = {**sheet, "idea": "- Soep op maandag\n\n• Een sleutelkastje", "question": "Wie?"}
    long = host.post(room(talk, "/overtypen"), data={**said, "insight": "x" * 1_501})
    assert long.status_code == 422
    assert "Een sleutelkastje" in long.get_data(as_text=True)
    for _twice in range(2):
        assert host.post(room(talk, "/overtypen"), data=said).status_code == 303
    assert words_of(talk) == ["Een sleutelkastje", "Soep op maandag", "Wie?"]
    assert "van papier" in page_of(host, room(talk))


def test_what_names_somebody_is_looked_at_and_then_taken_away(host, talk):
    keeps(a_table(talk), thought("Truus van de kerk"))
    (note,) = notes_of(talk)
    assert "Truus" in page_of(host, room(talk, f"/notities/{note.id}"))
    host.post(room(talk, f"/notities/{note.id}/weg"))
    assert words_of(talk) == []
    assert "weggehaald" in page_of(host, room(talk, f"/notities/{note.id}"))


def test_the_room_is_for_who_leads_it_and_for_librarians(app, client, talk):
    a_table(talk)
    assert signed_in(app, a_librarian()).get(room(talk)).status_code == 200
    for other in (a_member(name="Truus"), a_host_of(a_talk())):
        assert signed_in(app, other).get(room(talk)).status_code == 404
    assert client.get(room(talk)).status_code == 303
    assert signed_in(app, a_librarian()).get(room(a_talk(is_sensitive=True))).status_code == 404
