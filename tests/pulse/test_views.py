"""Answering with a slip, and what the desk sees of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import current_app

from community.accounts import doors
from community.accounts.doors import Door
from community.accounts.throttle import Limit
from community.clock import now
from community.db import db, transaction
from community.gatherings.models import GatheringStatus
from community.lots import services as lots
from community.lots.models import Practice
from community.pulse import queries, services
from tests.factories import a_gathering, a_librarian, the_library
from tests.gatherings.desk import DESK

pytestmark = pytest.mark.usefixtures("app")
HOUR = timedelta(hours=1)


@pytest.fixture
def going_on():
    return a_gathering("Taalcafé", starts_at=now() - HOUR)


@pytest.fixture
def desk(client_of):
    return client_of(a_librarian(the_library()))


def make(gathering, number=1):
    with transaction() as tx:
        return services.make_codes(
            tx, gathering.library_id, gathering.id, number,
            key=current_app.config["SECRET_KEY"], now=now(),
        )  # fmt: skip


def said(gathering):
    db.session().rollback()
    return queries.outcome(db.session(), gathering, now=now())


def test_from_a_slip_to_thank_you(going_on, client):
    (code,) = make(going_on)
    asked = client.get("/vechtdal/peiling", query_string={"code": f"{code[:4].lower()} {code[4:]}"})
    assert asked.location.endswith(f"/vechtdal/peiling/{code}")
    page = client.get(asked.location)
    assert "Taalcafé" in page.text
    assert "Ik heb vandaag iemand gesproken die ik nog niet kende." in page.text
    answer = client.post(asked.location, data={"met": "5", "again": "4"})
    assert answer.status_code == 303
    assert "Dank je wel" in client.get(answer.location).text
    assert said(going_on).by_code == 1
    again = client.get(asked.location)
    assert again.status_code == 404
    assert "Dan hebben we je antwoord" in again.text


def test_one_who_says_nothing_may_think_again(going_on, client):
    (code,) = make(going_on)
    answer = client.post(f"/vechtdal/peiling/{code}", data={})
    assert answer.status_code == 422
    assert client.get(f"/vechtdal/peiling/{code}").status_code == 200


def test_a_form_that_was_tampered_with_is_refused(going_on, client):
    (code,) = make(going_on)
    answer = client.post(f"/vechtdal/peiling/{code}", data={"met": "9"})
    assert answer.status_code == 422
    assert said(going_on).by_code == 0


def test_a_code_that_is_mistyped_is_said_at_once(going_on, client):
    assert client.get("/vechtdal/peiling?code=onzin").status_code == 422
    assert client.get("/vechtdal/peiling/BCDF2345").status_code == 404


def test_guessing_is_slowed_down(going_on, client, monkeypatch):
    few = Door("exit pulse", everybody=Limit(99, HOUR), network=Limit(3, HOUR))
    monkeypatch.setattr(doors, "PULSE", few)
    seen = [client.get("/vechtdal/peiling/BCDF2345").status_code for _ in range(5)]
    assert seen == [404, 404, 404, 429, 429]
    (code,) = make(going_on)
    assert client.get(f"/vechtdal/peiling/{code}").status_code == 200, "a true code still opens"


def test_a_screen_at_the_door_shows_a_code_that_works(going_on, desk, client):
    page = desk.post(f"{DESK}/{going_on.id}/peiling/scherm").text
    code = re.search(r"([B-Z2-9]{4})-([B-Z2-9]{4})</p>", page)
    assert "<svg" in page
    assert client.get(f"/vechtdal/peiling/{code[1]}{code[2]}").status_code == 200


def test_the_desk_types_paper_over_and_sees_the_response(desk):
    gathering = a_gathering(
        starts_at=now() - timedelta(days=4), status=GatheringStatus.CLOSED, head_count=20
    )
    path = f"{DESK}/{gathering.id}/peiling"
    data = {"statements-0-step_5": "6", "statements-0-step_1": "5", "statements-2-step_4": "11"}
    assert desk.post(path, data=data).status_code == 303
    page = desk.get(path).text
    assert "11 mensen antwoordden" in page
    assert "55 van elke honderd" in page
    assert "6 van de 11 zijn het ermee eens" in page
    assert 'name="statements-0-step_5"' in page
    assert desk.post(path, data={"statements-1-step_2": "-1"}).status_code == 422


def test_few_answers_stay_unsaid(going_on, desk):
    for code in make(going_on, 4):
        with transaction() as tx:
            services.answer(
                tx, going_on.library_id, code, [5, 5, 5],
                key=current_app.config["SECRET_KEY"], now=now(),
            )  # fmt: skip
    page = desk.get(f"{DESK}/{going_on.id}/peiling").text
    assert "Minder dan vijf" in page
    assert "ermee eens" not in page


def test_the_desk_sees_that_a_gathering_was_drawn(going_on, desk):
    assert "Peiling" not in desk.get(f"{DESK}/{going_on.id}").text
    with transaction() as tx:
        lots.change(tx, going_on.library_id, tally=Practice.NONE, pulse=Practice.ALWAYS, one_in=4)
    assert "Peiling" in desk.get(f"{DESK}/{going_on.id}").text
