"""The table, the board and the dividing of times, on their pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community.gatherings.models import Gathering
from community.living_books import loan_queries
from community.living_books.borrowing import Act
from community.living_books.models import Way
from tests.factories import a_librarian, a_member, a_person
from tests.living_books.browse import own, page, send
from tests.living_books.shelf import (
    MINUTE,
    a_book,
    a_day,
    a_reader,
    answer,
    board_token,
    noted,
    place,
    reserved,
    taken,
    walks_in,
)
from tests.register.entries import do

pytestmark = pytest.mark.usefixtures("app")

DESK = "/vechtdal/beheer/activiteiten"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The selects are tried on both databases at the services."""
    return sqlite_url


def test_the_board_answers_with_nothing_as_long_as_nothing_changed(client, monkeypatch):
    gathering = a_day()
    book = a_book(gathering)
    at = gathering.starts_at + MINUTE
    loan = walks_in(book, at=at, name="Geheimpje")
    monkeypatch.setattr("community.clock.now", lambda: at)
    address = f"/vechtdal/levende-boeken/{board_token(loan)}/bord"
    first = client.get(address)
    assert "In gesprek tot" in first.text
    assert "Geheimpje" not in first.text
    assert "Karim" not in first.text
    assert first.headers["Cache-Control"] == "no-store"
    state = first.headers["ETag"].strip('"')
    assert client.get(f"{address}?stand={state}").status_code == 204
    assert client.get(address, headers={"If-None-Match": f'"{state}"'}).status_code == 304
    noted(loan, Act.BACK, at)
    again = client.get(f"{address}?stand={state}", headers={"HX-Request": "true"})
    assert "Nu vrij" in again.text
    assert "<html" not in again.text
    assert client.get(address.replace("/bord", "x/bord")).status_code == 404


def test_the_table_lends_by_first_name_and_takes_back(client_of, monkeypatch):
    gathering = a_day()
    book = a_book(gathering, readers=2)
    noor = a_reader(gathering, a_member(name="Noor", surname="Bakker"))
    loan, at = reserved(noor, book), gathering.starts_at + 6 * MINUTE
    monkeypatch.setattr("community.clock.now", lambda: at)
    desk = client_of(a_librarian())
    table = f"/vechtdal/beheer/activiteiten/{gathering.id}/levende-boeken/uitleen"
    said = desk.get(table).text
    assert "Noor B." in said
    assert "nog niet hier" in said
    assert "Bakker" not in said
    spot = place(book)
    lend = f"{table}/{spot.book_id}/{spot.slot_id}"

    def reader(name: str, key: str = "a" * 32):
        return {f"b{spot.book_id}-name": name, f"b{spot.book_id}-key": key}

    assert desk.post(lend, data=reader("")).status_code == 422
    assert desk.post(lend, data=reader("Riet")).status_code == 303
    full = desk.post(lend, data=reader("Jan", "b" * 32))
    assert full.status_code == 409
    assert "geen plek meer" in full.text
    assert desk.post(f"{table}/{loan.id}", data={"act": "borrow"}).status_code == 303
    assert desk.post(f"{table}/{loan.id}", data={"act": "steal"}).status_code == 422
    monkeypatch.setattr("community.clock.now", lambda: at + timedelta(minutes=30))
    assert "Nog niet terug" in desk.get(table).text
    assert client_of(a_member()).get(table).status_code in (403, 404)


def test_wishes_and_the_plan_on_their_pages(client, client_of):
    gathering = a_day(Way.ROUND)
    sea = a_book(gathering, readers=1)
    readers = [a_reader(gathering) for _number in range(4)]
    for entry in readers:
        said = page(client, own(entry))
        assert "/kies/" not in said
        send(client, f"{own(entry)}/wensen", first=sea.id, second="0", third="0")
    send(client, f"{own(readers[0])}/wensen", 422, first="999", second="0", third="0")
    desk = client_of(a_librarian())
    home = f"/vechtdal/beheer/activiteiten/{gathering.id}/levende-boeken/indelen"
    assert home in page(desk, home.removesuffix("/indelen"))
    assert "4 lezers zeiden" in page(desk, home)
    send(desk, f"{home}/bekend", 409)
    send(desk, f"{home}/reken")
    assert "progress" in page(desk, home)
    send(desk, f"{home}/stop")
    send(desk, f"{home}/reken")
    answer()
    said = page(desk, home)
    assert "Zonder gesprek" in said
    assert "Geen enkel plan" in said
    send(desk, f"{home}/bekend")
    assert taken(sea) == [1, 1, 1]
    assert "/wensen" not in page(client, own(readers[0]))


def test_a_librarian_notes_what_somebody_without_mail_wishes(client, client_of):
    gathering = a_day(Way.ROUND)
    sea, tree = a_book(gathering, "Ik was zeeman"), a_book(gathering, "Ik was boom")
    riet = a_reader(gathering, a_person("Riet", email=None, phone="06 12345678"))
    a_reader(gathering, a_person("Els"))
    desk, home = client_of(a_librarian()), f"{DESK}/{gathering.id}/levende-boeken/indelen"
    to_call = page(desk, home).partition('id="bellen"')[2].partition("</section>")[0]
    assert "Riet" in to_call
    assert "tel:" in to_call
    assert "Els" not in to_call
    note = f"{home}/wensen/{riet.id}"
    assert "Ik was boom" in page(desk, note)
    send(desk, note, 422, first="999", second="0", third="0")
    send(desk, note, first=sea.id, second=tree.id, third="0")
    assert [each.book_id for each in do(loan_queries.list_wishes_of, riet.id)] == [sea.id, tree.id]
    assert 'id="bellen"' not in page(desk, home)
    assert re.search(rf'<option[^>]*selected[^>]*value="{sea.id}"', page(desk, note))
    assert client_of(a_member()).get(note).status_code in (403, 404)
    elsewhere = a_reader(a_day(Way.ROUND))
    assert desk.get(f"{home}/wensen/{elsewhere.id}").status_code == 404
    send(desk, f"{home}/reken")
    answer()
    send(desk, f"{home}/bekend")
    send(desk, note, 303, first="0", second="0", third="0")
    assert len(do(loan_queries.list_wishes_of, riet.id)) == 2, "divided is divided"


def test_of_what_became_sensitive_no_wish_is_noted(client_of):
    gathering = a_day(Way.ROUND)
    a_book(gathering)
    riet = a_reader(gathering, a_person("Riet", email=None))
    do(lambda tx: setattr(tx.get_one(Gathering, gathering.id), "is_sensitive", True))
    desk, home = client_of(a_librarian()), f"{DESK}/{gathering.id}/levende-boeken/indelen"
    assert "Riet" not in page(desk, home)
    assert desk.get(f"{home}/wensen/{riet.id}").status_code == 303
