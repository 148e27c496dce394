"""Wishes that cannot all hold: as few as possible are given up, each with the smallest clash."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.matching.engine.tables.figures import Seating
from community.matching.engine.tables.problem import Cover, Guest, Locked, TablesProblem
from community.matching.engine.tables.solving import solve
from community.matching.engine.tables.wishes import wishes
from community.matching.engine.wrong import WrongProblem
from tests.bench.tables import a_hall


def six_people(seed: int) -> TablesProblem:
    """One round of six with more wishes than mostly can hold."""
    chance = Random(seed)  # noqa: S311
    ids = "abcdef"
    pairs = list(combinations(ids, 2))
    sizes = chance.choice(([(2, 2)] * 3, [(2, 4)] * 2, [(1, 3)] * 3, [(1, 2), (2, 2), (2, 3)]))
    return TablesProblem(
        [Guest(who, languages=["ar"] * (chance.random() < 0.3), host=chance.random() < 0.5)
         for who in ids],
        sizes, steps=100, hosts_per_table=chance.randrange(2),
        together=chance.sample(pairs, chance.randrange(4)),
        apart=chance.sample(pairs, chance.randrange(6)),
        cover=[Cover("ar", chance.sample(ids, 2))] if chance.random() < 0.4 else [],
        locked=[Locked(0, 1, "a")] if chance.random() < 0.3 else [],
    )  # fmt: skip


def seatings(problem: TablesProblem) -> list[Seating]:
    """Every way to seat six people."""
    found = []
    for at in product(range(len(problem.sizes)), repeat=6):
        tables = [[who for who, table in zip("abcdef", at, strict=True) if table == no]
                  for no in range(len(problem.sizes))]  # fmt: skip
        if all(least <= len(there) <= most
               for there, (least, most) in zip(tables, problem.sizes, strict=True)):  # fmt: skip
            found.append(Seating(problem, [tables]))
    return found


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_the_fewest_wishes_are_given_up_and_each_names_its_smallest_clash(seed):
    problem = six_people(seed)
    every = wishes(problem)
    held = [frozenset(wish for wish in every if one.honours(wish)) for one in seatings(problem)]

    @cache
    def fit(some: frozenset[tuple[str, ...]]) -> bool:
        return any(some <= all_held for all_held in held)

    if not fit(frozenset(wish for wish in every if wish[0] == "locked")):
        return
    plan = solve(problem)
    fewest = min(len(set(every) - all_held) for all_held in held
                 if all(wish in all_held for wish in every if wish[0] == "locked"))  # fmt: skip
    given_up = {one.wish for one in plan.violations}
    assert len(given_up) == fewest
    honoured = set(every) - given_up
    for one in plan.violations:
        clash = set(one.clashes_with)
        assert clash <= honoured
        assert not fit(frozenset({one.wish, *clash}))
        for fewer in combinations(sorted(honoured), max(0, len(clash) - 1)):
            assert not clash or fit(frozenset({one.wish, *fewer}))
        assert set(one.instead) == {
            wish for wish in clash
            if wish[0] != "locked" and fit(frozenset(honoured - {wish} | {one.wish}))
        }  # fmt: skip
        assert one.gain.startswith(f"Giving it up lets the other {len(honoured)} hold.")


def test_who_sits_together_by_way_of_others_cannot_sit_apart():
    people = [Guest(who) for who in "abcdefgh"]
    pairs = [("a", "b"), ("b", "c")]
    problem = TablesProblem(people, [(4, 4)] * 2, 2, steps=100, together=pairs, apart=[("c", "a")])
    (violation,) = solve(problem).violations
    assert {violation.wish, *violation.clashes_with} == {
        ("together", "a", "b"), ("together", "b", "c"), ("apart", "a", "c"),
    }  # fmt: skip
    assert set(violation.instead) == set(violation.clashes_with)


def test_a_table_without_a_host_is_named():
    people = [Guest(f"p{no}", host=no < 2) for no in range(12)]
    plan = solve(TablesProblem(people, [(4, 4)] * 3, 2, steps=100, hosts_per_table=1))
    (violation,) = plan.violations
    assert violation.wish == ("host", "2")
    assert list(violation.clashes_with) == [("host", "0"), ("host", "1")]


def test_a_wish_that_the_sizes_forbid_clashes_with_nothing():
    people = [Guest(who) for who in "abcdef"]
    problem = TablesProblem(people, [(2, 2)] * 3, steps=100, together=[("a", "b", "c")])
    (violation,) = solve(problem).violations
    assert (violation.wish, list(violation.clashes_with)) == (("together", "a", "b", "c"), [])


def test_in_a_full_hall_only_what_must_be_given_up_is():
    hall = a_hall(120, 3)
    one, other = hall.together[0]
    plan = solve(replace(hall, apart=[*hall.apart, (one, other)], steps=0))
    (violation,) = plan.violations
    assert {violation.wish, *violation.clashes_with} == {
        ("apart", *sorted((one, other))), ("together", *sorted((one, other))),
    }  # fmt: skip


def test_locked_seats_that_no_size_allows_are_refused():
    people = [Guest(who) for who in "abcd"]
    locked = [Locked(0, 0, "a"), Locked(0, 1, "b"), Locked(0, 1, "c")]
    with pytest.raises(WrongProblem):
        solve(TablesProblem(people, [(2, 2)] * 2, locked=[*locked, Locked(0, 1, "d")]))


def test_a_table_has_no_more_seats_than_it_has():
    people = [Guest(who) for who in "abcd"]
    pairs = [("a", "b"), ("c", "d")]
    plan = solve(TablesProblem(people, [(1, 1), (3, 3)], steps=10, together=pairs))
    assert [len(there) for there in plan.rounds[0]] == [1, 3]
    assert len(plan.violations) == 1
