"""The five bouwstenen on the page: their halves, what is to be talked about, one next step each."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from community.meetlat import blocks_page
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import standard
from community.meetlat.statements import asked_by
from community.self_assessment import queries
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.outcome import Sheet, outcome
from tests.factories import a_librarian, the_library
from tests.meetlat.on_the_page import a_first_year, a_year
from tests.meetlat.test_page import PAGE, text

LEADS, FRONT = FunctionGroup.MANAGEMENT, FunctionGroup.FRONT_OFFICE
MAKES = FunctionGroup.PROGRAMME


def said(leads=4, front=4, makes=4, dont_know=0):
    """Four people of each of three groups, who answer every statement alike."""
    steps = {LEADS: leads, FRONT: front, MAKES: makes}
    sheets = [
        Sheet(group, [0] * dont_know + [step] * (25 - dont_know))
        for group, step in steps.items()
        for _ in range(4)
    ]
    return outcome(sheets, asked_by(None, "nl"), closed_on=date(2026, 3, 3))


def blocks(of, counts):
    result = score(counts, standard())
    found = blocks_page.read_blocks(of, result.samenwerking, standard())
    assert found is not None
    return found, result


def test_communication_is_half_of_each_and_the_others_are_what_colleagues_say():
    found, result = blocks(said(), a_year())
    communication, *others = found.each
    assert communication.score.score == pytest.approx((4 + result.samenwerking.score) / 2)
    assert [each.score.score for each in others] == [4, 4, 4, 4]


def test_without_a_score_from_the_log_the_self_assessment_stands_alone():
    found, _ = blocks(said(), a_first_year())
    assert found.each[0].score.score == 4
    assert found.each[0].score.half_missing


def test_what_too_many_do_not_know_has_no_number_and_no_advice():
    found, _ = blocks(said(dont_know=5), a_year())
    assert found.each[0].score.score is None
    assert found.each[0].advice is None
    assert found.phase is None


def test_the_page_shows_a_next_step_a_talking_point_and_the_phase(app, client_of, monkeypatch):
    monkeypatch.setattr(
        queries, "latest_outcome", lambda session, library_id: said(leads=5, front=2, makes=3)
    )
    desk = SimpleNamespace(browser=client_of(a_librarian(the_library())))
    page = desk.browser.get(PAGE).text
    words = text(page)
    assert "Om over te praten: de groepen verschillen 3,0" in words
    assert "Alleen zelfmeting: Samenwerking is nog niet te meten" in words
    assert words.count("Volgende stap.") == 5
    assert "Fase 2: Groter bereik, duurzame relaties" in words
    assert "/beheer/meetlat/plan/nieuw?over=gebouw" in page


def test_without_a_round_the_page_asks_for_one(app, client_of):
    page = client_of(a_librarian(the_library())).get(PAGE).text
    assert 'href="/vechtdal/beheer/zelfmeting"' in page
