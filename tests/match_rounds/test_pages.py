"""The pages of a round: of who chooses, without an account, and of who divides."""

from __future__ import annotations

import pytest
from flask import current_app

from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.match_rounds import moving, queries
from community.match_rounds.models import MatchRound
from community.solves import running
from tests.factories import a_librarian, a_library
from tests.match_rounds import rounds
from tests.match_rounds.rounds import a_round, chose, soon, the

DESK = "/vechtdal/beheer/matchrondes"


@pytest.fixture
def library(app):
    return a_library()


@pytest.fixture
def desk(library, client_of):
    return client_of(a_librarian(library))


def path_of(made: MatchRound, person) -> str:
    token = queries.token_of(the(made, person), key=current_app.config["SECRET_KEY"])
    return f"/vechtdal/kies/{token}"


def test_somebody_chooses_by_the_link_alone(client, library):
    (noor,) = rounds.who_may_be_asked(library, "Noor")
    first, second = soon(library, "Eerste kans"), soon(library, "Tweede kans")
    made = a_round(library, first, second)
    path = path_of(made, noor)
    page = client.get(path).text
    assert page.index("Eerste kans") < page.index("Tweede kans")
    assert "Kies er zo veel als je wilt" in page  # Not “five”: there are two.
    wrong = client.post(path, data={f"wish_{first.id}": "1", f"wish_{second.id}": "1"})
    assert wrong.status_code == 422
    assert "hetzelfde nummer" in wrong.text
    assert wrong.text.count("selected") >= 2  # What was chosen is kept.
    good = {f"wish_{first.id}": "0", f"wish_{second.id}": "1", "surprise": "y"}
    assert client.post(path, data=good).status_code == 303
    assert "We weten wat je kiest" in client.get(path).text
    said = {each.gathering_id: each.position for each in the(made, noor).choices}
    assert said == {first.id: None, second.id: 1}
    assert client.post(f"{path}/niet").status_code == 303
    assert the(made, noor).declines
    assert client.get(f"{path[:-2]}xx").status_code == 404


def test_a_librarian_makes_a_round_divides_and_publishes(desk, library):
    noor, _anna = rounds.who_may_be_asked(library, "Noor", "Anna")
    first, second = soon(library, "Eerste kans", 1), soon(library, "Tweede kans")
    form = {
        "name": "Winter", "gatherings": [first.id, second.id], "closes_at": "18:00",
        "closes_on": (now() + rounds.A_WEEK).date().isoformat(), "population": "everybody",
        "least": "0", "group": "0", "theme": "0",
    }  # fmt: skip
    wrong = desk.post(f"{DESK}/nieuw", data={**form, "name": "", "gatherings": [first.id]})
    assert wrong.status_code == 422
    assert wrong.text.count("kk-errors") == 1
    assert desk.post(f"{DESK}/nieuw", data=form).status_code == 303
    session().rollback()
    made = queries.list_rounds(session(), library.id)[0][0]
    assert "0 van de 2 mensen" in desk.get(f"{DESK}/{made.id}").text
    chose(made, noor, first)
    assert desk.post(f"{DESK}/{made.id}/plan").status_code == 303
    assert "We verdelen" in desk.get(f"{DESK}/{made.id}", headers={"HX-Request": "true"}).text
    assert running.go_on()
    number = the(made, noor).id
    assert desk.post(f"{DESK}/{made.id}/mensen/{number}/houden").status_code == 303
    assert "Winter" in desk.get(f"/vechtdal/beheer/activiteiten/{first.id}").text
    assert "blijft hier" in desk.get(f"{DESK}/{made.id}").text
    assert desk.post(f"{DESK}/{made.id}/publiceren").status_code == 303
    assert "Gepubliceerd" in desk.get(f"{DESK}/{made.id}").text
    assert desk.post(f"{DESK}/{made.id}/afblazen").status_code == 409


def test_stopping_leaves_the_plan_as_it_was(desk, library):
    (noor,) = rounds.who_may_be_asked(library, "Noor")
    made = a_round(library, first := soon(library, "A"))
    chose(made, noor, first)
    desk.post(f"{DESK}/{made.id}/plan")
    assert desk.post(f"{DESK}/{made.id}/stop").status_code == 303
    assert not running.go_on()
    assert "gestopt" in desk.get(f"{DESK}/{made.id}").text
    with transaction() as tx:
        assert queries.get(tx, library.id, made.id).plan is None


def test_a_librarian_moves_somebody_and_sees_beforehand_what_it_does(desk, library):
    noor, anna = rounds.who_may_be_asked(library, "Noor", "Anna")
    first, second = soon(library, "Eerste kans", 1), soon(library, "Tweede kans", 1)
    made = a_round(library, first, second)
    chose(made, noor, first)
    chose(made, anna, second)
    number = the(made, noor).id
    path = f"{DESK}/{made.id}/mensen/{number}/plek"
    assert desk.get(path).status_code == 303  # There is no plan yet.
    rounds.planned(made)
    page = desk.get(path).text
    assert "geruild met Anna" in page
    assert "Eerste keuzes die uitkomen: 0, in plaats van 2." in page
    assert desk.post(path).status_code == 422
    way = {"seen": first.id, "to": f"{second.id}-{the(made, anna).id}"}
    assert desk.post(path, data=way).status_code == 303
    assert the(made, noor).gathering_id == second.id
    assert "met de hand gewijzigd" in desk.get(f"{DESK}/{made.id}").text
    again = {"seen": first.id, "to": f"{first.id}-{the(made, anna).id}"}
    assert desk.post(path, data=again).status_code == 422  # Anna's place is kept: no way any more.


def test_a_librarian_notes_what_somebody_says_and_not_what_a_room_lacks(desk, library):
    (noor,) = rounds.who_may_be_asked(library, "Noor")
    first, second = soon(library, "Eerste kans"), soon(library, "Tweede kans")
    made = a_round(library, first, second)
    path = f"{DESK}/{made.id}/mensen/{the(made, noor).id}/keuze"
    assert path in desk.get(f"{DESK}/{made.id}").text
    wishes = {f"wish_{first.id}": "1", f"wish_{second.id}": "1"}
    assert desk.post(path, data=wishes).status_code == 422
    assert desk.post(path, data={**wishes, f"wish_{second.id}": "0"}).status_code == 303
    said = {each.gathering_id: each.position for each in the(made, noor).choices}
    assert said == {first.id: 1, second.id: None}
    assert desk.post(path, data={"niet": "1"}).status_code == 303
    assert the(made, noor).declines


def test_nothing_is_noted_nor_moved_at_the_desk_once_that_is_over(desk, library):
    noor, _anna = rounds.who_may_be_asked(library, "Noor", "Anna")
    first, second = soon(library, "Eerste kans", 1), soon(library, "Tweede kans", 1)
    made = a_round(library, first, second)
    chose(made, noor, first)
    person = f"{DESK}/{made.id}/mensen/{the(made, noor).id}"
    assert desk.get(f"{person}/keuze").status_code == 200
    rounds.planned(made)
    assert desk.get(f"{person}/plek").status_code == 200
    assert desk.get(f"{person}/keuze").status_code == 303
    assert desk.post(f"{person}/keuze", data={f"wish_{second.id}": "1"}).status_code == 303
    assert {each.gathering_id: each.position for each in the(made, noor).choices} == {first.id: 1}
    rounds.published(made)
    assert desk.get(f"{person}/plek").status_code == 303


def test_who_did_not_choose_is_given_no_place_by_hand(desk, library):
    noor, anna = rounds.who_may_be_asked(library, "Noor", "Anna")
    first, second = soon(library, "Eerste kans"), soon(library, "Tweede kans")
    made = a_round(library, first, second)
    chose(made, noor, first)
    rounds.planned(made)
    number = the(made, anna).id
    assert desk.get(f"{DESK}/{made.id}/mensen/{number}/plek").status_code == 303
    with pytest.raises(NotFound), transaction() as tx:
        moving.move(tx, library.id, made.id, number, to_id=second.id, now=now())
