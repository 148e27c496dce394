"""The page of the meetlat: what it says, what it never says, and that it recomputes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from html import unescape
from itertools import pairwise
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from community.clock import now
from community.db import db
from community.meetlat import page_queries
from community.meetlat.engine.standard import standard
from tests.factories import a_gathering, a_librarian, the_library
from tests.meetlat.counts import people
from tests.meetlat.on_the_page import AREA, a_first_year, a_meting, a_standing, a_year

PAGE = "/vechtdal/beheer/meetlat"


@pytest.fixture
def desk(app, client_of):
    librarian = a_librarian(the_library())
    return SimpleNamespace(browser=client_of(librarian), library=the_library(), me=librarian)


def text(html: str) -> str:
    """What a person reads, the drawings left out."""
    bare = re.sub(r"<svg.*?</svg>|<head>.*?</head>|<[^>]+>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(bare))


def number(said: str) -> float:
    return float(said.replace(".", "").replace(",", ".").replace("−", "-"))


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_librarian_reads_both_scores_with_their_level_and_how_sure_they_are(desk):
    a_standing(desk.library)
    said = text(desk.browser.get(PAGE).text)
    assert "Ontmoeting A Zeker: 8 van de 8 vragen gemeten" in said
    assert "op een schaal van 1 tot" in said
    assert "Komen er nieuwe mensen? 9 %" in said
    assert "Er is nog geen eerdere meting" in said


def test_what_cannot_be_measured_is_no_number_but_a_next_step(desk):
    a_standing(desk.library, a_first_year())
    page = desk.browser.get(PAGE).text
    assert "kk-stick__value" not in page
    assert "kk-stick__fill" not in page
    assert "Nog niet te meten. Nog nodig:" in text(page)
    assert 'href="/vechtdal/beheer/activiteiten"' in page


def test_the_page_says_that_the_people_of_the_area_are_made_up(desk):
    a_standing(desk.library, a_year(area=replace(AREA, fictional=True)))
    assert text(desk.browser.get(PAGE).text).count("Vergeleken met verzonnen inwoners") == 1
    for question, made_up in (("O4", True), ("O1", False)):
        page = desk.browser.get(f"{PAGE}/{question}").text
        assert ("zijn verzonnen, tot je je eigen cijfers inleest" in page) is made_up


def test_without_a_standing_the_page_says_so(desk):
    page = desk.browser.get(PAGE).text
    assert "nog niets uitgerekend" in text(page)
    assert "cijfers.csv" not in page
    assert desk.browser.get(f"{PAGE}/O1").status_code == 303


def test_the_effects_on_screen_come_to_the_change_of_the_score(desk):
    a_meting(
        desk.library,
        a_year(
            now().date() - timedelta(days=90),
            people=people(unique=423, new=110, cohort=120, returned=60, acquainted=143),
        ),
        by_id=desk.me.id,
    )
    a_standing(desk.library)
    page = desk.browser.get(PAGE).text
    was, to = (number(n) for n in re.search(r"daalde van ([\d,]+) naar ([\d,]+):", page).groups())
    effects = [number(n) for n in re.findall(r'kk-why__n">([^<]+)<', page)]
    assert round(sum(effects), 1) == round(to - was, 1)
    assert desk.me.full_name in page


def test_a_change_of_what_could_be_measured_is_said_first(desk):
    few = people(unique=423, new=150, cohort=2, returned=1, acquainted=143)
    a_meting(desk.library, a_year(now().date() - timedelta(days=90), people=few))
    a_standing(desk.library)
    said = text(desk.browser.get(PAGE).text)
    assert said.index("Nieuw in dit cijfer: terugkomers.") < said.index("Ontmoeting daalde")


def test_the_score_on_screen_is_the_mean_that_is_shown_below_it(desk):
    a_standing(desk.library)
    said = text(desk.browser.get(PAGE).text)
    for weighed, weight, score in re.findall(r"([\d,]+) ÷ ([\d,]+) = ([\d,]+)", said):
        rows = said[said.index("Niveau × gewicht") :]
        assert weighed in rows
        assert number(weighed) / number(weight) == pytest.approx(number(score), abs=0.001)


def test_every_number_on_screen_can_be_worked_out_again_from_what_stands_beside_it(desk):
    a_standing(desk.library)
    for question in standard().indicators:
        said = text(desk.browser.get(f"{PAGE}/{question.code}").text)
        if division := re.search(r"([\d.,]+) ÷ ([\d.,]+) = ([\d,]+)( %)?", said):
            part, whole, raw = (number(n) for n in division.groups()[:3])
            share = part / whole * (100 if division.group(4) else 1)
            assert share == pytest.approx(raw, abs=0.06 if division.group(4) else 0.006)
            assert "Gelijk aan het getal hierboven" in said
        value, level = (number(n) for n in re.search(r"Dus ([\d,]+) is ([\d,]+)", said).groups())
        assert level == pytest.approx(on_the_ladder(value, question), abs=0.02)


def on_the_ladder(value, question):
    """Straight from anchor to anchor, as the page says it."""
    points = [question.zero, *question.anchors]
    for low, (start, end) in enumerate(pairwise(points), start=1):
        if value < end:
            return max(1.0, low + (value - start) / (end - start))
    return 5.0


def test_a_row_leads_to_its_activity_as_long_as_that_is_there(desk):
    gathering = a_gathering("Taalcafé", library=desk.library)
    a_standing(desk.library, a_year(ids=(gathering.id, *range(900_000, 900_079))))
    page = desk.browser.get(f"{PAGE}/O6").text
    assert f'href="/vechtdal/beheer/activiteiten/{gathering.id}"' in page
    assert "Een activiteit die hier niet meer staat" in page


def test_answers_never_open_and_a_sensitive_activity_has_no_name(desk):
    sensitive = a_gathering("Rouwgesprek", library=desk.library)
    ids = [*range(900_000, 900_080)]
    ids[30] = sensitive.id
    a_standing(desk.library, a_year(ids=ids))
    pulse = text(desk.browser.get(f"{PAGE}/O3").text)
    assert "Activiteit Dag Gevraagd Aantal mensen" in pulse
    assert "Wat mensen antwoordden gaat nooit open" in pulse
    assert "Wat partners antwoordden gaat nooit open" in text(desk.browser.get(f"{PAGE}/S8").text)
    joined = "".join(desk.browser.get(f"{PAGE}/O6?pagina={n}").text for n in (1, 2))
    assert "Een gevoelige activiteit" in joined
    assert "Rouwgesprek" not in joined


def test_late_corrections_are_counted_and_shown(desk):
    a_standing(desk.library)
    said = text(desk.browser.get(f"{PAGE}/O7").text)
    assert "1 keer is er meer dan 14 dagen later iets verbeterd" in said
    assert "1 late verbetering" in said


def test_the_page_asks_little_of_the_database(desk):
    a_standing(desk.library)
    for months in range(1, 9):
        a_meting(desk.library, a_year(now().date() - timedelta(days=30 * months)))
    desk.browser.get(PAGE)
    with counted() as statements:
        assert desk.browser.get(PAGE).status_code == 200
    assert len([each for each in statements if each.startswith("SELECT")]) <= 7


def test_fewer_than_five_people_are_not_told_apart_by_any_number(desk):
    few = people(unique=60, new=3, cohort=40, returned=38, acquainted=13)
    a_standing(desk.library, a_year(people=few))
    said = text(desk.browser.get(PAGE).text)
    assert "Komen er nieuwe mensen? minder dan 5 van 60" in said
    assert "Komen mensen terug? bijna alle 40" in said
    said = text(desk.browser.get(f"{PAGE}/O1").text)
    assert "Waarvan nieuw minder dan 5 van 60" in said
    assert " ÷ " not in said
    assert "Dus" not in said


def test_a_cell_that_would_follow_from_the_total_is_not_shown(desk):
    """Who said to be there for the first time: the page shows the total, so one gap is no gap."""
    a_standing(desk.library, a_year(people=people(history_days=0)))
    page = desk.browser.get(f"{PAGE}/O1").text
    rows = re.findall(r"<tr>.*?</tr>", page[page.index("De regels achter") :], re.DOTALL)[1:]
    firsts = [re.findall(r"<td[^>]*>([^<]*)</td>", row)[-1] for row in rows]
    assert "&lt;5" in firsts
    assert firsts.count("&lt;5") + firsts.count("niet getoond") > 1


def test_a_press_on_the_button_works_it_out_again(desk, session):
    assert desk.browser.post(f"{PAGE}/opnieuw").status_code == 303
    assert "Nog niet te meten" in text(desk.browser.get(PAGE).text)
    before = page_queries.find_stand(session, desk.library.id)
    desk.browser.get(PAGE)
    assert page_queries.find_stand(session, desk.library.id) == before
