"""A librarian puts something on the plan, sees it go late, and says what became of it."""

from __future__ import annotations

import pytest

from community.plans.models import Action
from tests.factories import a_librarian, the_library
from tests.plans.rows import TODAY, an_action

DESK = "/vechtdal/beheer"
PLAN = f"{DESK}/meetlat/plan"


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne", surname="de Wit"))


def test_from_advice_to_plan_to_done(desk, session):
    empty = desk.get(PLAN).text
    assert "Er staat nog niets op het plan" in empty
    page = desk.get(f"{PLAN}/nieuw?over=O3&advies=Zet%20een%20tafel%20open").text
    assert "‘Zet een tafel open’" in page
    assert "Sanne de Wit" in page
    typed = {
        "what": "Open tafel in Ommen", "who": "Sanne de Wit", "due_on": TODAY.isoformat(),
        "subject": "O3", "advice": "Zet een tafel open",
    }  # fmt: skip
    slip = desk.post(f"{PLAN}/nieuw", data={**typed, "due_on": "0026-12-01"})
    assert slip.status_code == 422
    wrong = desk.post(f"{PLAN}/nieuw", data={**typed, "due_on": ""})
    assert wrong.status_code == 422
    assert 'value="Open tafel in Ommen"' in wrong.text
    plan = desk.post(f"{PLAN}/nieuw", data=typed, follow_redirects=True).text
    assert "Open tafel in Ommen" in plan
    assert "Ontmoeten mensen iemand die ze nog niet kenden?" in plan
    action = session.query(Action).one()
    done = desk.post(
        f"{PLAN}/{action.id}/klaar", data={"done_on": TODAY.isoformat()}, follow_redirects=True
    )
    assert "Klaar: Open tafel in Ommen" in done.text
    back = desk.post(f"{PLAN}/{action.id}/terug", follow_redirects=True)
    assert "Weer op het plan: Open tafel in Ommen" in back.text


def test_who_ticks_off_the_plan_stays_at_the_same_place(desk):
    first, then, last = (an_action(f"Tafel {days}", days=days) for days in (1, 2, 3))
    said = {"done_on": TODAY.isoformat()}
    answer = desk.post(f"{PLAN}/{then.id}/klaar", data=said)
    assert answer.location == f"{PLAN}#actie-{last.id}"
    answer = desk.post(f"{PLAN}/{then.id}/terug")
    assert answer.location == f"{PLAN}#actie-{then.id}"
    row = desk.post(f"{PLAN}/{first.id}/klaar", data=said, headers={"HX-Request": "true"}).text
    assert row.strip().startswith(
        f'<li class="kk-today__item kk-today__item--dated" id="actie-{first.id}"'
    )
    assert "Zet terug" in row


def test_the_same_words_twice_are_refused_beside_the_field(desk):
    one, other = an_action("Open tafel"), an_action("Iets anders")
    typed = {"what": one.what, "who": one.who, "due_on": one.due_on, "subject": one.subject}
    answer = desk.post(f"{PLAN}/{other.id}", data=typed)
    assert answer.status_code == 422
    assert "Precies dit staat al op het plan." in answer.text


def test_what_is_late_waits_on_today(desk):
    an_action("Koffie met De Brug", days=-3)
    today = desk.get(DESK).text
    assert "Koffie met De Brug" in today
    assert f'href="{PLAN}"' in today
    assert "3\u00a0dagen geleden" in desk.get(PLAN).text


def test_letting_go_asks_why(desk):
    action = an_action(subject="weg-uit-de-meetlat")
    wrong = desk.post(f"{PLAN}/{action.id}/los", data={"why": ""})
    assert wrong.status_code == 422
    assert "Zeg in een paar woorden waarom." in wrong.text
    future = desk.post(f"{PLAN}/{action.id}/klaar", data={"done_on": "2999-01-01"})
    assert future.status_code == 422
    assert "Die dag moet nog komen" in future.text
    desk.post(f"{PLAN}/{action.id}/los", data={"why": "Geen ruimte"})
    assert "Losgelaten: ‘Geen ruimte’" in desk.get(PLAN).text
    assert "weg-uit-de-meetlat" in desk.get(f"{PLAN}/{action.id}").text
