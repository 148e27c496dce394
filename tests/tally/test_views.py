"""The desk's counts, and a tablet at the door on which nobody is signed in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community.clock import now
from community.db import db, transaction
from community.gatherings.models import GatheringStatus
from community.lots import services as lots
from community.lots.models import Practice
from community.tally import queries
from tests.factories import a_gathering, a_host_of, a_librarian, the_library
from tests.gatherings.desk import DESK

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def going_on():
    return a_gathering("Taalcafé", starts_at=now() - timedelta(hours=1))


@pytest.fixture
def desk(client_of):
    return client_of(a_librarian(the_library()))


def stands(gathering):
    db.session().rollback()
    return queries.find(db.session(), gathering.library_id, gathering.id)


def door_of(gathering, desk):
    page = desk.get(f"{DESK}/{gathering.id}/telkaart").text
    return re.search(r'<strong dir="ltr">https?://[^/]+(/vechtdal/telkaart/[^<]+)<', page).group(1)


def test_three_questions_a_thank_you_and_the_next(going_on, desk, client):
    path = door_of(going_on, desk)
    page = client.get(path)
    assert page.status_code == 200
    once = re.search(r'name="once"[^>]*value="([^"]+)"', page.text).group(1)
    data = {"first_time": "yes", "age_class": "65+", "pc4": "7731", "once": once}
    for _ in range(2):
        answer = client.post(path, data=data)
        assert answer.status_code == 303
    assert "Dank je wel" in client.get(answer.location).text
    assert stands(going_on).door == {
        "first_time": {"yes": 1}, "age_class": {"65+": 1}, "pc4": {"7731": 1},
    }  # fmt: skip


def test_the_tablet_leads_nowhere_else(going_on, desk, client):
    page = client.get(door_of(going_on, desk)).text
    assert re.findall(r'<a [^>]*href="([^"]+)"', page) == []


def test_an_empty_card_is_a_card_on_which_nothing_was_said(going_on, desk, client):
    client.post(door_of(going_on, desk), data={"once": "x", "pc4_unsaid": "y"})
    assert {answers["unsaid"] for answers in stands(going_on).door.values()} == {1}


def test_a_postcode_that_is_none_is_said_beside_it(going_on, desk, client):
    answer = client.post(door_of(going_on, desk), data={"pc4": "77", "first_time": "no"})
    assert answer.status_code == 422
    assert 'id="pc4-error"' in answer.text
    assert re.search(r'value="no" checked', answer.text)
    assert stands(going_on) is None


def test_a_changed_token_opens_nothing(going_on, desk, client):
    path = door_of(going_on, desk)
    assert client.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 404
    assert client.get("/vechtdal/telkaart/onzin").status_code == 404


def test_cards_that_children_put_in_are_thrown_away_after_a_question(going_on, desk, client):
    client.post(door_of(going_on, desk), data={"once": "x"})
    here = f"/vechtdal/beheer/activiteiten/{going_on.id}/telkaart"
    assert f"{here}/wissen" in desk.get(here).text
    assert "1 kaart ingevuld" in desk.get(f"{here}/wissen").text
    assert stands(going_on).door
    assert desk.post(f"{here}/wissen").location == here
    assert stands(going_on).door == {}


def test_paper_is_typed_over_and_what_does_not_add_up_is_said(going_on, desk):
    path = f"{DESK}/{going_on.id}/telkaart"
    data = {
        "first_yes": "3", "first_no": "4", "age_5": "6", "age_unsaid": "2",
        "postcodes-0-pc4": "7731", "postcodes-0-number": "5",
        "postcodes-1-pc4": "", "postcodes-1-number": "",
    }  # fmt: skip
    assert desk.post(path, data=data).status_code == 303
    page = desk.get(path).text
    assert "eerste keer 7, leeftijd 8, postcode 5" in page
    assert 'value="7731"' in page
    assert stands(going_on).paper["pc4"] == {"7731": 5}


def test_more_cards_than_people_is_said_and_not_refused(desk):
    gathering = a_gathering(
        starts_at=now() - timedelta(days=1), status=GatheringStatus.CLOSED, head_count=4
    )
    path = f"{DESK}/{gathering.id}/telkaart"
    data = {"first_yes": "5", "age_0": "5", "pc4_unsaid": "5"}
    assert desk.post(path, data=data).status_code == 303
    assert "meer kaarten (5)" in desk.get(path).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_yes": "-1"},
        {"age_2": "veel"},
        {"postcodes-0-pc4": "77", "postcodes-0-number": "1"},
        {"postcodes-0-pc4": "", "postcodes-0-number": "1"},
    ],
)
def test_what_cannot_be_comes_back_with_a_word_beside_it(going_on, desk, wrong):
    answer = desk.post(f"{DESK}/{going_on.id}/telkaart", data={"first_no": "2", **wrong})
    assert answer.status_code == 422
    assert "-error" in answer.text
    assert stands(going_on) is None


def test_more_rows_keep_what_was_typed(going_on, desk):
    data = {"first_no": "2", "postcodes-0-pc4": "7731", "postcodes-0-number": "1", "act": "rijen"}
    answer = desk.post(f"{DESK}/{going_on.id}/telkaart", data=data)
    assert answer.text.count('name="postcodes-') == 2 * 5
    assert 'value="7731"' in answer.text
    assert stands(going_on) is None


def test_the_desk_sees_that_a_gathering_was_drawn(going_on, desk, client_of):
    url = f"{DESK}/{going_on.id}"
    assert "Telkaart" not in desk.get(url).text
    with transaction() as tx:
        lots.change(tx, going_on.library_id, tally=Practice.ALWAYS, pulse=Practice.NONE, one_in=4)
    assert "Telkaart" in desk.get(url).text
    assert client_of(a_host_of(going_on)).get(f"{url}/telkaart").status_code == 200
