"""The agenda and a gathering's page, over HTTP and without JavaScript."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import event

from community.clock import from_local, local_day, now
from community.db import db
from community.gatherings import invitations, queries
from community.gatherings.kinds import Kind, Mode, SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus
from tests.factories import (
    a_branch,
    a_gathering,
    a_host_of,
    a_librarian,
    a_library,
    a_member,
    a_picture,
    a_room,
    next_week,
)

AGENDA = "/vechtdal/agenda"
CANCELLED = GatheringStatus.CANCELLED


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal")


def page_of(gathering: Gathering) -> str:
    return f"{AGENDA}/{gathering.id}-{gathering.slug}"


def links(html: str) -> dict[str, str]:
    """Every link by its words."""
    found = re.findall(r'<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {
        re.sub(r"<[^>]+>", "", words).strip(): href.replace("&amp;", "&") for href, words in found
    }


def words(html: str) -> str:
    """What a person reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class WellFormed(HTMLParser):
    """Fails on what is closed in the wrong order, and collects ids."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "circle", "source"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.getpos())


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
    assert "noindex" in page


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
    assert said[1].strip() == "Je ziet 1 activiteit."


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


def test_the_page_of_a_gathering_says_all_there_is_to_know(client):
    branch = a_branch(
        place="Dalfsen", street="Raadhuisplein 3", postcode="7721 AX", accessibility="Lift."
    )
    room = a_room(branch, "Tuinkamer", directions="aan de tuinzijde")
    gathering = a_gathering(
        "Repair Café", branch_id=branch.id, room_id=room.id, summary="Samen repareren.",
        text="## Zo gaat het\n\n- *Eerst* koffie", bring="Iets kapots.", cost="€ 2,50",
        accessibility="Ringleiding.", language="ar", open_to_non_members=False,
    )  # fmt: skip
    a_host_of(gathering, "Hanna")
    page = client.get(page_of(gathering)).text
    read = words(page)
    for said in (
        "Gesprek, met Hanna", "14.00 tot 16.00 uur", "Samen repareren.",
        "Bibliotheek Dalfsen, Tuinkamer aan de tuinzijde. Raadhuisplein 3, 7721 AX Dalfsen.",
        "€ 2,50", "Voor leden van de bibliotheek.", "Iets kapots.", "Arabisch",
        "Ringleiding. Lift.",
    ):  # fmt: skip
        assert said in read, said
    assert "<h4>Zo gaat het</h4>" in page
    assert links(page)["Route"].startswith(
        "https://www.openstreetmap.org/search?query=Raadhuisplein"
    )
    assert links(page)["Terug naar de agenda"] == AGENDA
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{page_of(gathering)}">' in page
    assert '<meta property="og:title" content="Repair Café">' in page


def test_a_picture_shows_with_its_words(client):
    picture = a_picture(alt="Een kapotte lamp")
    page = client.get(page_of(a_gathering(picture_id=picture.id))).text
    assert 'alt="Een kapotte lamp"' in page
    assert '<meta property="og:image" content="http://127.0.0.1:8000/' in page
    assert "Wat we gaan doen" not in page


def test_a_place_on_the_map_is_a_pin(client):
    branch = a_branch(place="Dalfsen", latitude=52.5123, longitude=6.2567)
    page = client.get(page_of(a_gathering(branch_id=branch.id))).text
    assert links(page)["Route"] == (
        "https://www.openstreetmap.org/?mlat=52.51230&mlon=6.25670#map=17/52.51230/6.25670"
    )


def test_an_old_title_leads_to_the_present_address(client):
    gathering = a_gathering("Repair Café")
    for old in (f"{AGENDA}/{gathering.id}-oude-titel", f"{AGENDA}/{gathering.id}"):
        answer = client.get(f"{old}?taal=en&x=1")
        assert (answer.status_code, answer.headers["Location"]) == (
            301,
            f"{page_of(gathering)}?taal=en",
        )


def test_a_cancelled_one_says_why_before_anything_else(client):
    gathering = a_gathering(status=GatheringStatus.CANCELLED, cancel_reason="De zaal staat blank.")
    read = words(client.get(page_of(gathering)).text)
    assert "Deze activiteit gaat niet door. De zaal staat blank." in read


@pytest.mark.parametrize("address", ["999999-x", "0-x", "99999999999999999999999-x", "abc"])
def test_what_is_not_there_is_a_calm_404(client, address):
    answer = client.get(f"{AGENDA}/{address}")
    assert answer.status_code == 404
    assert "We kunnen deze pagina niet vinden" in answer.text


def test_a_link_only_gathering_opens_with_its_link_and_is_not_indexed(app, client):
    gathering = a_gathering("Achter de deur", visibility=Visibility.LINK)
    token = invitations.token_for(gathering, key=app.config["SECRET_KEY"])
    assert client.get(page_of(gathering)).status_code == 404
    answer = client.get(f"{page_of(gathering)}?uitnodiging={token}")
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    old = client.get(f"{AGENDA}/{gathering.id}-oud?uitnodiging={token}")
    assert old.headers["Location"] == f"{page_of(gathering)}?uitnodiging={token}"


def test_a_draft_is_seen_by_who_works_here_and_says_so(client_of, client, library):
    draft = a_gathering("Plan", status=GatheringStatus.DRAFT, published_at=None)
    assert client.get(page_of(draft)).status_code == 404
    assert client_of(a_member()).get(page_of(draft)).status_code == 404
    answer = client_of(a_librarian()).get(page_of(draft))
    assert "Concept: alleen de bibliotheek ziet deze pagina." in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_what_only_signed_in_people_see_is_in_their_agenda_alone(client, client_of):
    gathering = a_gathering("Onder ons", visibility=Visibility.SIGNED_IN)
    assert "Onder ons" not in client.get(AGENDA).text
    mine = client_of(a_member()).get(AGENDA)
    assert "Onder ons" in mine.text
    assert mine.headers["Cache-Control"] == "no-store"
    assert client.get(page_of(gathering)).status_code == 404


def test_the_whole_page_is_in_english_too(client):
    gathering = a_gathering("Repair Café", cost="")
    for address in (AGENDA, page_of(gathering), "/vechtdal/", f"{AGENDA}?beeld=maand"):
        read = words(client.get(f"{address}?taal=en").text)
        for dutch in (
            "Gratis",
            "Terug",
            "Alles",
            "Overal",
            "Wanneer",
            "Deze week",
            "vrij",
            "Maand",
        ):
            assert dutch not in read.split(), (address, dutch)


def test_another_library_s_gathering_is_not_here(client):
    gathering = a_gathering(library=a_library("zuidpolder"))
    assert client.get(page_of(gathering)).status_code == 404
    assert now() < gathering.ends_at
