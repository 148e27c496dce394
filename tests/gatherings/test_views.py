"""The agenda over HTTP and without JavaScript: list, week and month."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from sqlalchemy import event

from community.clock import from_local, local_day
from community.db import db
from community.gatherings import queries
from community.gatherings.filters import KIND_WORDS
from community.gatherings.kinds import Kind, Mode, SignUpMode
from community.gatherings.models import GatheringStatus
from tests.factories import (
    a_branch,
    a_gathering,
    a_librarian,
    a_library,
    a_room,
    next_week,
)
from tests.gatherings.reading import AGENDA, WellFormed, links, page_of, words

CANCELLED = GatheringStatus.CANCELLED


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal")


def test_an_empty_agenda_says_so_and_names_one_thing_to_do(client):
    answer = client.get(AGENDA)
    assert answer.status_code == 200
    assert "Er staat nog niets gepland" in answer.text
    assert links(answer.text)["Naar de voorpagina"] == "/vechtdal/"


def test_an_empty_agenda_tells_the_librarian_what_to_do_first(client_of, library):
    for address in (AGENDA, "/vechtdal/"):
        page = client_of(a_librarian()).get(address).text
        way = links(page)["Plan de eerste activiteit"]
        assert way.startswith("/vechtdal/beheer/")


def test_a_gathering_stands_under_its_day_with_place_hours_and_seats(client):
    branch = a_branch(place="Dalfsen")
    room = a_room(branch, "Tuinkamer")
    a_gathering(
        "Repair Café", branch_id=branch.id, room_id=room.id, summary="Neem iets mee.", taken=8
    )
    read = words(client.get(AGENDA).text)
    assert "over 7 dagen" in read
    assert (
        "14.00 tot 16.00 Repair Café Dalfsen, Tuinkamer. Neem iets mee. Nog 12 van 20 stoelen"
        in read
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": Kind.WORKSHOP}, "Nog 20 van 20 plekken"),
        ({"taken": 20, "waiting": 2}, "Vol. Wachtlijst: 2"),
        ({"taken": 20}, "Vol. Er is een wachtlijst"),
        ({"taken": 20, "has_waiting_list": False}, "Vol"),
        ({"capacity": None}, "Aanmelden: er is plek voor iedereen"),
        ({"sign_up_mode": SignUpMode.NONE}, "Gewoon binnenlopen"),
        ({"sign_up_mode": SignUpMode.ELSEWHERE}, "Aanmelden op een andere site"),
        ({"sign_up_mode": SignUpMode.INVITATION}, "Op uitnodiging"),
        ({"status": CANCELLED, "cancel_reason": "Te duur."}, "Gaat niet door. Te duur."),
        ({"language": "ar"}, "In het Arabisch."),
        ({"branch_id": None, "mode": Mode.ONLINE}, "Online"),
        ({"branch_id": None, "address": "Dorpshuis, Lemele"}, "Dorpshuis, Lemele"),
    ],
)  # fmt: skip
def test_an_entry_says_what_one_should_know_first(client, fields, said):
    a_gathering("Iets", **fields)
    assert said in words(client.get(AGENDA).text)


def test_a_moved_one_says_from_when(client):
    was = from_local(date(2026, 3, 4), time(19, 30))
    gathering = a_gathering("Iets", moved_from=was)
    assert "Verplaatst, was woensdag 4 maart" in words(client.get(AGENDA).text)
    assert "Verplaatst: dit was eerst woensdag 4 maart" in words(
        client.get(page_of(gathering)).text
    )


def test_filters_are_links_that_keep_what_was_chosen_before(client, library):
    a_gathering("Lezing", kind=Kind.LECTURE)
    a_gathering("Gesprek", branch_id=a_branch(library, "Dalfsen").id)
    both = client.get(f"{AGENDA}?soort=gesprek").text
    assert links(both)["Dalfsen"] == f"{AGENDA}?vestiging=dalfsen&soort=gesprek"
    narrowed = client.get(links(both)["Dalfsen"]).text
    assert re.findall(r'aria-current="true">([^<]+)', narrowed) == [
        "Lijst",
        "Alles",
        "Dalfsen",
        "Gesprek",
    ]
    assert "Je ziet 1 activiteit. Toon alle 2 activiteiten" in words(narrowed)
    assert links(narrowed)["Toon alle 2 activiteiten"] == AGENDA
    assert links(narrowed)["Week"] == f"{AGENDA}?vestiging=dalfsen&soort=gesprek&beeld=week"


@pytest.mark.parametrize("kind", Kind)
def test_what_is_chosen_is_counted_in_its_own_word(client, kind):
    a_gathering("Een", kind=kind)
    said = words(client.get(f"{AGENDA}?soort={KIND_WORDS[kind]}").text)
    assert "Je ziet 1 " in said
    assert "Je ziet 1 activiteit" not in said
    assert "Je ziet 0 activiteiten." in words(client.get(f"{AGENDA}?q=nergens").text)


def test_searching_keeps_the_filters_and_shows_what_was_typed(client):
    a_gathering("Repair Café", search_text="repair cafe")
    page = client.get(f"{AGENDA}?soort=gesprek&q=%3Cb%3E+caf%C3%A9").text
    assert 'value="&lt;b&gt; café"' in page
    assert '<input type="hidden" name="soort" value="gesprek">' in page
    assert "Repair Café" not in words(page)
    assert "Zoiets is er nog niet" in page
    assert "Repair Café" in words(client.get(f"{AGENDA}?q=caf%C3%A9").text)


def test_a_long_list_has_pages(client):
    for number in range(queries.PAGE_SIZE + 1):
        a_gathering(f"Nr {number}", starts_at=next_week() + timedelta(days=number))
    first = client.get(AGENDA).text
    assert links(first)["Volgende pagina"] == f"{AGENDA}?pagina=2"
    second = client.get(links(first)["Volgende pagina"]).text
    assert f"Nr {queries.PAGE_SIZE}" in words(second)
    assert links(second)["Vorige pagina"] == AGENDA


def test_a_week_shows_its_empty_days_and_leads_to_its_neighbours(client):
    day = local_day(next_week())
    a_gathering("Iets")
    page = client.get(f"{AGENDA}?beeld=week&datum={day}").text
    monday = day - timedelta(days=day.weekday())
    assert words(page).count("Niets gepland.") == 6
    assert links(page)["Vorige week"] == f"{AGENDA}?beeld=week&datum={monday - timedelta(days=7)}"
    assert links(page)["Volgende week"] == f"{AGENDA}?beeld=week&datum={monday + timedelta(days=7)}"
    assert links(page)["Vandaag"] == f"{AGENDA}?beeld=week"


def test_a_month_is_a_table_with_a_caption_and_heads(client):
    for number in range(6):
        a_gathering(f"Nr {number}", starts_at=from_local(date(2027, 5, 4), time(9 + number)))
    page = client.get(f"{AGENDA}?beeld=maand&datum=2027-05").text
    assert "<caption" in page
    assert re.findall(r'<th scope="col"[^>]*>(\w+)', page)[0] == "maandag"
    assert "Nr 3" in words(page)
    assert "Nr 4" not in words(page)
    assert links(page)["Nog 2"] == f"{AGENDA}?dag=2027-05-04"
    assert links(page)["Vorige maand"] == f"{AGENDA}?beeld=maand&datum=2027-04"
    # It shows what the list has, and is found as that.
    assert re.search(rf'rel="canonical" href="[^"]*{AGENDA}"', page)
    assert "noindex" not in page


@pytest.mark.parametrize(
    "edge",
    [
        "beeld=maand&datum=2000-01",
        "beeld=maand&datum=2099-12",
        "beeld=week&datum=2000-01-03",
        "beeld=week&datum=2099-12-28",
    ],
)
def test_the_calendar_ends_somewhere(client, edge):
    page = client.get(f"{AGENDA}?{edge}")
    assert page.status_code == 200
    around = {"Vorige maand", "Volgende maand", "Vorige week", "Volgende week"} & set(
        links(page.text)
    )
    assert len(around) == 1


@pytest.mark.parametrize("query", ["", "?beeld=week", "?beeld=maand", "?soort=gesprek", "?taal=en"])
def test_what_is_served_is_well_formed_and_no_id_comes_twice(client, library, query):
    a_branch(library, "Dalfsen")
    a_gathering("Een & <b>ander</b>", language="ar", summary="‘Zo’")
    a_gathering("Nog een", kind=Kind.LECTURE, branch_id=a_branch(library, "Hardenberg").id)
    for headers in ({}, {"HX-Request": "true"}):
        page = WellFormed()
        page.feed(client.get(f"{AGENDA}{query}", headers=headers).text)
        assert page.open == []
        assert len(page.ids) == len(set(page.ids)), sorted(page.ids)


def test_htmx_gets_the_piece_with_its_title_and_says_the_count_aloud(client):
    a_gathering("Iets")
    piece = client.get(f"{AGENDA}?soort=gesprek", headers={"HX-Request": "true"}).text
    assert "<html" not in piece
    assert "<title>Agenda · Bibliotheek Vechtdal</title>" in piece
    said = re.search(r'id="agenda-said" hx-swap-oob="innerHTML">(.*?)</p>', piece)
    assert said[1].strip() == "Je ziet 1 gesprek."


def test_without_a_session_no_cookie_is_set_or_read(client):
    gathering = a_gathering("Iets")
    for address in ("/vechtdal/", AGENDA, page_of(gathering), "/privacy"):
        answer = client.get(address)
        assert "Set-Cookie" not in answer.headers, address
        assert "csrf" not in answer.text, address


@pytest.mark.parametrize(
    "query", ["", "?beeld=week", "?beeld=maand", "?soort=gesprek&thema=digitaal&q=iets"]
)
def test_an_agenda_page_costs_at_most_six_statements(app, client, library, query):
    for number in range(8):
        a_gathering(f"Nr {number}", branch_id=a_branch(library, f"Plaats{number}").id)
    client.get(AGENDA)  # What is compiled once per process.
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(f"{AGENDA}{query}").status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    # One is left for the page cache, which is off in this test.
    assert 3 <= len(statements) <= 5, statements


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "%F0%9F%98%80" * 500,
        "q=%00%ED%A0%80",
        "q=%25_%5C",
        "dag=9999-12-31",
        "datum=0001-01-01&beeld=maand",
        "vestiging[]=x",
        "pagina=99999999999999999999",
        "a=1&" * 200,
        "%",
        "taal=xx",
        "_external=1&_anchor=x",
    ],
)
def test_no_query_breaks_a_page(client, query):
    gathering = a_gathering("Iets")
    for address in (AGENDA, "/vechtdal/", page_of(gathering), f"{AGENDA}/{gathering.id}-oud"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code in {200, 301}, address
        assert "://" not in answer.headers.get("Location", "")
