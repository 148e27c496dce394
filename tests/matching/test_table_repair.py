"""Who does not come and who walks in: the plan is put right, and few people move."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.matching.engine.tables.figures import measure
from community.matching.engine.tables.problem import Guest, Locked, TablesProblem
from community.matching.engine.tables.solving import solve
from community.matching.engine.wrong import WrongProblem
from tests.bench.tables import a_hall
from tests.matching.halls import a_small_hall


def again(rounds):
    """The pairs that meet more than once."""
    met = Counter(pair for tables in rounds for there in tables
                  for pair in combinations(sorted(there), 2))  # fmt: skip
    return {pair for pair, times in met.items() if times > 1}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_after_a_repair_everybody_sits_and_wishes_hold_or_are_named(seed, data):
    hall = replace(a_small_hall(seed), steps=0)
    plan = solve(hall)
    absent = data.draw(st.sets(st.sampled_from([one.id for one in hall.people]), max_size=2))
    walk_in = Guest("w1", {"age": "a"}, ["ar"], host=data.draw(st.booleans()))
    repaired = replace(
        hall, people=[*hall.people, walk_in], walk_ins=["w1"],
        absent=sorted(absent), previous=plan.rounds,
    )  # fmt: skip
    try:
        after = solve(repaired)
    except WrongProblem:
        return
    here = {one.id for one in repaired.people} - absent
    for tables in after.rounds:
        assert sorted(who for there in tables for who in there) == sorted(here)
    named = [one.wish for one in after.violations]
    assert set(named) == set(measure(repaired, after.rounds).violations)
    # Each is explained: none is broken that could have been honoured.
    assert all(one.gain for one in after.violations)
    assert not any(wish[0] in ("locked", "size", "seat") for wish in named)


@pytest.mark.parametrize("seed", [429, 1310])
def test_where_moving_people_comes_to_nothing_a_round_begins_anew(seed):
    """Found by chance: no move of one or two people mended these halls, although they can be."""
    hall = replace(a_small_hall(seed), steps=0)
    after = solve(replace(hall, absent=["p0"], previous=solve(hall).rounds))
    assert all(one.gain for one in after.violations)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_nobody_moves_when_everybody_is_there(seed):
    hall = replace(a_small_hall(seed), steps=0)
    plan = solve(hall)
    same = solve(replace(hall, previous=plan.rounds))
    assert same.moved == 0
    assert same.rounds == plan.rounds


@pytest.mark.parametrize("stay", [True, False])
def test_of_a_full_hall_few_move_and_nobody_meets_again(stay):
    hall = replace(a_hall(120, 5, stay=stay), steps=0)
    plan = solve(replace(hall, steps=20_000))
    absent = Random(5).sample([one.id for one in hall.people if not one.host], 6)  # noqa: S311
    after = solve(replace(hall, previous=plan.rounds, absent=absent))
    assert not after.violations
    assert after.moved <= 2 * len(absent)
    assert again(after.rounds) <= again(plan.rounds)
    assert sum(any(reason.startswith("moved:") for reason in reasons)
               for reasons in after.reasons.values()) == after.moved  # fmt: skip


def test_who_came_to_sit_with_somebody_they_met_moves_on():
    """In a hall of 400 one repair in twelve let a pair meet again that need not have."""
    hall = replace(a_hall(120, 3, stay=False), steps=20_000)
    plan = solve(hall)
    for seed in range(12):
        absent = Random(seed).sample([one.id for one in hall.people], 6)  # noqa: S311
        after = solve(replace(hall, previous=plan.rounds, absent=absent))
        assert again(after.rounds) <= again(plan.rounds), seed
        assert after.moved <= 2 * len(absent)


def test_a_host_who_stays_away_is_followed_up_by_one_who_can_be_missed():
    people = [Guest(f"p{no}", host=no < 4) for no in range(12)]
    hall = TablesProblem(people, [(3, 5)] * 3, 2, steps=500, hosts_per_table=1, hosts_stay=True)
    plan = solve(hall)
    hosts = {"p0", "p1", "p2", "p3"}
    spare = next(there for there in plan.rounds[0] if len(hosts.intersection(there)) == 2)
    gone = min(hosts.difference(spare))
    after = solve(replace(hall, previous=plan.rounds, absent=[gone]))
    assert not after.violations
    assert after.moved == 1


def test_a_wish_that_came_after_the_plan_is_honoured_too():
    people = [Guest(who) for who in "abcdef"]
    previous = [[["a", "b", "c"], ["d", "e", "f"]]]
    hall = TablesProblem(people, [(2, 4)] * 2, previous=previous)
    after = solve(replace(hall, together=[("a", "d")], locked=[Locked(0, 1, "b")]))
    assert not after.violations
    assert after.moved == 2
