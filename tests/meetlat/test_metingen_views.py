"""A librarian freezes a quarter, reads it, holds it against another, has it worked out again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from community.clock import now
from community.db import session
from community.meetlat import metingen
from community.meetlat.models import Meting
from community.self_assessment import stored
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.queries import latest_outcome
from tests.factories import a_librarian, the_library
from tests.meetlat.counts import a_library as counts
from tests.meetlat.counts import occasions
from tests.meetlat.frozen import UNTIL, a_meting, a_year_until, something_took_place
from tests.plans.rows import an_action
from tests.self_assessment.asking import a_round, answer, close, reveal

DESK = "/vechtdal/beheer/meetlat/metingen"


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne", surname="de Wit"))


def a_good_year(until=UNTIL, met=9):
    """In which it can be measured whether people met somebody new, and some more."""
    asked = occasions(
        60, pulse="always", pulse_answers=10, pulse_met_someone=met, first_time=3, been_before=9,
        initiator="resident", ages={"0-12": 3, "65+": 4}, places={"7731": 5, "7732": 5}, harvest=1,
    )  # fmt: skip
    return counts(period=a_year_until(until), occasions=asked)


def test_freezing_is_looked_at_first_and_done_once(desk):
    until = metingen.latest_end(now())
    assert "Bekijk en leg vast" in desk.get(DESK).text
    nothing = desk.get(f"{DESK}/vastleggen").text
    assert "Leg deze meting vast" not in nothing
    assert desk.post(f"{DESK}/vastleggen").status_code == 409
    something_took_place(day=until - timedelta(days=9))
    look = desk.get(f"{DESK}/vastleggen").text
    assert "Leg deze meting vast" in look
    assert session().scalar(select(func.count()).select_from(Meting)) == 0
    stands = desk.post(f"{DESK}/vastleggen", follow_redirects=True).text
    assert "door Sanne de Wit" in stands
    again = desk.post(f"{DESK}/vastleggen", follow_redirects=True).text
    assert "Deze meting staat al vast" in again
    assert session().scalar(select(func.count()).select_from(Meting)) == 1
    assert "door Sanne de Wit" in desk.get(DESK).text


def test_a_meting_looks_back_on_the_plan_and_says_what_moved(desk):
    a_meting(date(2025, 12, 31), a_good_year(date(2025, 12, 31)))
    later = a_meting(UNTIL, a_good_year(met=3))
    day = UNTIL - timedelta(days=30)
    an_action("Open tafel", made_on=day, due_on=day, done_on=day)
    an_action("Kaart sturen", made_on=day, due_on=UNTIL + timedelta(days=30))
    an_action("Later bedacht")
    page = desk.get(f"{DESK}/{later.id}").text
    assert "kk-why__down" in page
    assert "1 van de 2 afspraken" in page
    assert "Later bedacht" not in page
    assert "Komen er nieuwe mensen?" in page
    assert "Het klopt" in desk.get(f"{DESK}/{later.id}/nareken").text


def test_two_beside_each_other_stand_in_the_order_of_time(desk):
    first = a_meting(date(2025, 9, 30), a_good_year(date(2025, 9, 30)))
    a_meting(date(2025, 12, 31))
    last = a_meting(UNTIL, a_good_year(met=3))
    turned = desk.get(f"{DESK}/{first.id}/naast/{last.id}", follow_redirects=True)
    assert turned.request.path == f"{DESK}/{last.id}/naast/{first.id}"
    assert "kk-why__down" in turned.text
    assert "verschillende meetlatten" not in turned.text
    assert desk.get(f"{DESK}/{last.id}/naast/{last.id}").status_code == 404


def test_two_versions_are_not_compared_as_if_they_were_one(desk, newer_meetlat):
    old = a_meting(date(2025, 12, 31), a_good_year(date(2025, 12, 31)))
    new = a_meting(UNTIL, a_good_year(met=3), standard_of="0.2")
    page = desk.get(f"{DESK}/{new.id}").text
    assert "kk-why__down" not in page
    assert "kk-trend__line" not in page
    assert "(met meetlat 0.1-voorstel)" in page
    beside = desk.get(f"{DESK}/{new.id}/naast/{old.id}").text
    assert "verschillende meetlatten" in beside
    assert "kk-why__down" in beside


def test_how_colleagues_saw_it_then_is_read_with_the_meting(desk):
    asked = a_round()
    for group in (FunctionGroup.MANAGEMENT, FunctionGroup.FRONT_OFFICE):
        for _ in range(4):
            answer(asked, *[3] * 25, group=group)
    close(asked)
    reveal(asked)
    outcome = latest_outcome(session(), asked.library_id)
    meting = a_meting(UNTIL, a_good_year(), assessment=stored.dump(outcome))
    page = desk.get(f"{DESK}/{meting.id}").text
    assert "Gebouw en middelen" in page
    assert "8 collega" in page
    assert "Gebouw en middelen" not in desk.get(f"{DESK}/{a_meting(date(2025, 12, 31)).id}").text
