"""A tablet catches up: each act once, whatever came through, and a word about each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.activity.models import Activity
from community.clock import now
from community.db import session
from community.gatherings.models import GatheringStatus
from tests.arrivals.door import logged, milliseconds, present, tonight, where
from tests.factories import a_librarian, a_sign_up

KEY = "0123456789abcdef" * 2


@pytest.fixture
def tablet(client_of):
    return client_of(a_librarian())


def act(whom, people=1, ago=timedelta(), **fields):
    at = milliseconds(now() - ago)
    return {"id": f"{whom} {people} {at}", "whom": whom, "people": people, "at": at, **fields}


def send(tablet, gathering, *acts):
    answer = tablet.post(where(gathering, "/stand"), json={"acts": acts})
    assert answer.status_code == 200, answer.text
    return answer.json


def outcomes(answer):
    return [result.get("outcome") or result["refused"] for result in answer["results"]]


def test_what_was_noted_offline_is_done_once_at_the_time_it_happened(tablet):
    gathering = tonight()
    entry = a_sign_up(gathering, party_size=3)
    acts = [
        act(f"s{entry.id}", 3, timedelta(hours=2)),
        act(KEY, 1, timedelta(hours=1), via="walk_in", name="Ali"),
    ]
    assert outcomes(send(tablet, gathering, *acts)) == ["here", "here"]
    answer = send(tablet, gathering, *acts)  # The first answer never arrived.
    assert outcomes(answer) == ["unchanged", "unchanged"]
    assert answer["results"][0]["id"] == acts[0]["id"]
    assert answer["here"] == {f"s{entry.id}": 3, KEY: 1}
    assert (answer["present"], present(gathering), logged(gathering)) == (4, 4, 4)
    row = session().get_one(Activity, 1)
    assert milliseconds(row.happened_at) == acts[0]["at"]
    assert row.recorded_at - row.happened_at >= timedelta(hours=2)


def test_two_tablets_and_an_undo_come_to_what_was_seen_last(tablet):
    gathering = tonight()
    whom = f"s{a_sign_up(gathering).id}"
    send(tablet, gathering, act(whom, 1, timedelta(minutes=3)))
    late = [act(whom, 1, timedelta(minutes=5)), act(whom, 0, timedelta(minutes=4))]
    assert outcomes(send(tablet, gathering, *late)) == ["older", "older"]
    assert outcomes(send(tablet, gathering, act(whom, 0))) == ["gone"]
    assert (present(gathering), logged(gathering)) == (0, 0)


def test_twelve_hours_back_and_no_further_and_never_ahead(tablet):
    gathering = tonight()
    whom = f"s{a_sign_up(gathering).id}"
    early, ahead, moment = act(whom, 1, timedelta(hours=13)), act(whom, 1, -timedelta(hours=1)), KEY
    just_ahead = act(moment, 1, -timedelta(seconds=30), via="walk_in")
    just_in_time = act(whom, 1, timedelta(hours=11, minutes=59))
    said = outcomes(send(tablet, gathering, early, ahead, just_ahead, just_in_time))
    assert "12 uur" in said[0]
    assert "klok" in said[1]
    assert said[2:] == ["here", "here"]
    assert session().get_one(Activity, 1).happened_at <= now()


def test_one_that_is_refused_holds_up_no_other(tablet):
    gathering = tonight()
    stranger, entry = a_sign_up(tonight()), a_sign_up(gathering)
    answer = send(
        tablet,
        gathering,
        act(f"s{stranger.id}"),
        act(f"s{entry.id}", 99),
        {"id": "unreadable", "whom": "everybody"},
        "nonsense",
        act(f"s{entry.id}"),
    )
    assert [("refused" in result) for result in answer["results"]] == [True] * 4 + [False]
    assert present(gathering) == 1


@pytest.mark.parametrize("body", [None, [], {"acts": 1}, {"acts": [{}] * 201}])
def test_what_is_no_batch_is_refused_whole(tablet, body):
    assert tablet.post(where(tonight(), "/stand"), json=body).status_code == 422


def test_it_still_counts_after_the_gathering_was_closed(tablet):
    gathering = tonight(status=GatheringStatus.CLOSED, head_count=40)
    entry = a_sign_up(gathering)
    assert outcomes(send(tablet, gathering, act(f"s{entry.id}"))) == ["here"]


def test_a_sensitive_gathering_takes_no_names_from_a_tablet_either(tablet):
    gathering = tonight(is_sensitive=True)
    entry = a_sign_up(gathering)
    acts = [act(f"s{entry.id}"), act(KEY, via="walk_in", name="Noor"), act(KEY, 5, via="walk_in")]
    answer = send(tablet, gathering, *acts)
    assert [("refused" in result) for result in answer["results"]] == [True, True, False]
    assert (answer["here"], answer["heads"], answer["nameless"]) == ({}, 5, [[KEY, 5]])


def test_looking_how_it_stands_says_when_the_list_changed(tablet):
    gathering = tonight()
    first = tablet.get(where(gathering, "/stand")).json
    send(tablet, gathering, act(KEY, 2, via="walk_in"))
    assert tablet.get(where(gathering, "/stand")).json["edition"] == first["edition"]
    a_sign_up(gathering)
    assert tablet.get(where(gathering, "/stand")).json["edition"] != first["edition"]
