"""Who goes where: the best plan there is, and a proof that anybody can check."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.matching.engine.assignment import exact, fairest, solving
from community.matching.engine.assignment.certificate import verify
from community.matching.engine.assignment.contested import shortage
from community.matching.engine.assignment.drawn import lot
from community.matching.engine.assignment.fairness import measure
from community.matching.engine.assignment.problem import AssignmentProblem, Seats, Seeker
from community.matching.engine.assignment.solving import solve
from community.matching.engine.wrong import WrongProblem
from tests.bench.assignments import tight, with_least
from tests.matching.by_highs import best_by_highs
from tests.matching.problems import (
    drawn_at_random,
    plain_problems,
    value,
    with_four_wishes_each,
)

few = settings(max_examples=30)


def test_no_exact_solver_finds_a_better_plan_and_every_certificate_verifies():
    for seed in range(130):
        problem = drawn_at_random(seed)
        plan = solve(problem)
        assert plan.proven_optimal
        assert verify(problem, plan), seed
        assert value(problem, plan) == best_by_highs(problem), seed


def test_nor_one_with_least_sizes_overlaps_togethers_and_several_seats():
    for seed in range(70):
        problem = drawn_at_random(seed, with_everything=True)
        plan = solve(problem)
        assert_holds(problem, plan)
        assert value(problem, plan) == best_by_highs(problem), seed
        assert plan.proven_optimal


def test_what_flows_find_without_the_exact_solver_holds_and_is_almost_as_good(monkeypatch):
    monkeypatch.setattr(solving, "SMALL", -1)
    missed = 0
    for seed in range(40):
        problem = drawn_at_random(seed, with_everything=True)
        plan = solve(problem)
        assert_holds(problem, plan)
        if not plan.proven_optimal:
            with monkeypatch.context() as again:
                again.setattr(solving, "SMALL", exact.SMALL)
                missed += value(problem, plan) < value(problem, solve(problem))
    assert missed <= 4


def assert_holds(problem: AssignmentProblem, plan) -> None:
    """Nothing is broken silently."""
    scores = {(person, to): score for person, to, score in problem.pairs}
    assert all(pair in scores for pair in plan.placed)
    assert len(set(plan.placed)) == len(plan.placed)
    assert plan.score == sum(scores[pair] for pair in plan.placed)
    taken = Counter(to for _person, to in plan.placed)
    for each in problem.conversations:
        assert taken[each.id] == 0 or each.least <= taken[each.id] <= each.capacity
        assert (each.id in plan.closed) == (each.least > 0 and not taken[each.id])
    seats = Counter(person for person, _to in plan.placed)
    assert all(seats[each.id] <= each.seats for each in problem.people)
    has = {person: {to for who, to in plan.placed if who == person} for person in seats}
    for one, other in problem.overlaps:
        assert not any({one, other} <= mine for mine in has.values())
    for group in problem.together:
        assert len({frozenset(has.get(person, ())) for person in group}) == 1
    assert plan.people_placed == len(seats)
    assert set(plan.unplaced) == {each.id for each in problem.people} - set(seats)


@few
@given(plain_problems())
def test_a_plan_holds_and_its_certificate_verifies(problem):
    plan = solve(problem)
    assert_holds(problem, plan)
    assert verify(problem, plan)


@few
@given(plain_problems(), st.data())
def test_more_seats_never_place_fewer_people(problem, data):
    wider = data.draw(st.sampled_from(range(len(problem.conversations))))
    conversations = list(problem.conversations)
    conversations[wider] = replace(conversations[wider], capacity=conversations[wider].capacity + 1)
    more = solve(replace(problem, conversations=conversations))
    assert more.people_placed >= solve(problem).people_placed


@few
@given(plain_problems(), st.data())
def test_who_leaves_takes_nobody_along(problem, data):
    leaver = data.draw(st.sampled_from(problem.people))
    fewer = replace(
        problem,
        people=[each for each in problem.people if each != leaver],
        pairs=[pair for pair in problem.pairs if pair[0] != leaver.id],
    )
    before = solve(problem)
    others = sum(leaver.id != person for person, _to in before.placed)
    assert solve(fewer).people_placed >= others


@few
@given(plain_problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(problem, random):
    def shuffled(rows):
        return random.sample(list(rows), len(rows))

    other = replace(
        problem,
        people=shuffled(problem.people),
        conversations=shuffled(problem.conversations),
        pairs=shuffled(problem.pairs),
    )
    plan, same = solve(problem), solve(other)
    assert set(same.placed) == set(plan.placed)
    assert same.certificate == plan.certificate


def test_who_was_left_out_before_goes_first():
    people = [Seeker("a"), Seeker("b", left_out=2), Seeker("c", left_out=1)]
    pairs = [("a", "x", 1000), ("b", "x", 0), ("c", "x", 500)]
    plan = solve(AssignmentProblem(people, [Seats("x", 1)], pairs))
    assert plan.placed == [("b", "x")]
    assert plan.unplaced == {"a": ["x"], "c": ["x"]}


def test_with_equal_totals_the_worst_rank_is_spared():
    """2500 either way: by a first and a third wish, or by two second ones."""
    people = [Seeker("a"), Seeker("b"), Seeker("d")]
    conversations = [Seats("full", 0), *(Seats(each, 1) for each in "wxyz")]
    pairs = [
        ("a", "x", 900), ("a", "y", 800),
        ("b", "full", 900), ("b", "w", 800), ("b", "z", 700),
        ("d", "w", 900), ("d", "x", 900),
    ]  # fmt: skip
    for seed in range(8):
        plan = solve(AssignmentProblem(people, conversations, pairs, seed=seed))
        assert (plan.score, plan.worst_rank) == (2500, 2)


@few
@given(plain_problems(), st.sampled_from((3, 30, 10**6)))
def test_no_plan_as_good_has_fewer_people_at_the_worst_rank_or_above_it(problem, room):
    """Tried against every plan there is, however few ranks fit in the solver's numbers at once."""
    problem = replace(problem, people=problem.people[:5])
    known = {each.id for each in problem.people}
    problem = replace(problem, pairs=[pair for pair in problem.pairs if pair[0] in known])
    with pytest.MonkeyPatch.context() as narrow:
        narrow.setattr(fairest, "room_for", lambda _face: room)
        plan = solve(problem)
    assert goodness(problem, plan.placed) == max(
        goodness(problem, placed) for placed in every_plan(problem)
    )


def test_nor_at_the_rank_after_that_when_ranks_are_weighed_one_by_one(monkeypatch):
    monkeypatch.setattr(fairest, "room_for", lambda _face: 3)
    for seed in (143, 144):
        problem = with_four_wishes_each(seed)
        assert goodness(problem, solve(problem).placed) == max(
            goodness(problem, placed) for placed in every_plan(problem)
        )


def every_plan(problem: AssignmentProblem):
    options = [
        [None, *(to for person, to, _score in problem.pairs if person == each.id)]
        for each in problem.people
    ]
    for choice in product(*options):
        taken = Counter(to for to in choice if to)
        if all(taken[each.id] <= each.capacity for each in problem.conversations):
            ids = (each.id for each in problem.people)
            yield [(who, to) for who, to in zip(ids, choice, strict=True) if to]


def goodness(problem: AssignmentProblem, placed):
    """What is worth more comes first, then who has the fewest at the worst rank, and so on."""
    left_out = {each.id: each.left_out for each in problem.people}
    scores = {(person, to): score for person, to, score in problem.pairs}
    at_rank = measure(problem, placed).at_rank
    return (
        sum(1 + left_out[person] for person, _to in placed),
        sum(scores[pair] for pair in placed),
        tuple(-at_rank.get(rank, 0) for rank in range(len(problem.conversations), 0, -1)),
    )


def test_between_equals_the_lot_decides_and_anybody_can_draw_it_again():
    people = [Seeker(f"p{number}") for number in range(6)]
    pairs = [(each.id, "x", 700) for each in people]
    winners = set()
    for seed in range(12):
        problem = AssignmentProblem(people, [Seats("x", 2)], pairs, seed=seed)
        placed = {person for person, _to in solve(problem).placed}
        by_lot = sorted((lot(seed, each.id), each.id) for each in people)
        assert placed == {by_lot[0][1], by_lot[1][1]}
        winners |= placed
    assert len(winners) > 4


def test_a_certificate_that_was_tampered_with_does_not_verify():
    problem = drawn_at_random(8)
    plan = solve(problem)
    prices = plan.certificate
    assert prices is not None
    assert verify(problem, plan)
    dear = max(prices.people, key=prices.people.__getitem__)
    cheaper = replace(prices, people={**prices.people, dear: prices.people[dear] - 1})
    assert not verify(problem, replace(plan, certificate=cheaper))
    one, other = sorted(prices.people, key=prices.people.__getitem__)[-2:]
    shifted = {**prices.people, one: prices.people[one] + 1, other: prices.people[other] - 1}
    assert not verify(problem, replace(plan, certificate=replace(prices, people=shifted)))
    negative = {**prices.conversations, next(iter(prices.conversations)): -1}
    assert not verify(problem, replace(plan, certificate=replace(prices, conversations=negative)))
    assert not verify(problem, replace(plan, placed=plan.placed[1:]))
    assert not verify(problem, replace(plan, placed=[plan.placed[0], *plan.placed]))
    assert not verify(problem, replace(plan, certificate=None))
    assert not verify(problem, replace(plan, big=10))


def test_a_shortage_says_why_no_plan_seats_more():
    people = [Seeker(each) for each in "abcde"]
    pairs = [
        ("a", "x", 9),
        ("b", "x", 9),
        ("b", "y", 5),
        ("c", "y", 9),
        ("d", "z", 9),
        ("e", "z", 1),
    ]
    problem = AssignmentProblem(people, [Seats("x", 1), Seats("y", 1), Seats("z", 2)], pairs)
    plan = solve(problem)
    short = shortage(problem, plan.placed)
    assert (short.conversations, short.people, short.seats) == (["x", "y"], 3, 2)
    roomy = replace(problem, conversations=[Seats(each, 5) for each in "xyz"])
    assert shortage(roomy, solve(roomy).placed) is None


def test_somebody_who_can_go_nowhere_is_named_with_nothing_contested():
    plan = solve(AssignmentProblem([Seeker("a")], [Seats("x", 1)], []))
    assert (plan.unplaced, plan.placed, plan.people_placed) == ({"a": []}, [], 0)
    assert solve(AssignmentProblem([], [], [])).people_placed == 0
    nobody = AssignmentProblem([Seeker("a", seats=2)], [Seats("x", 1, least=1)], [])
    assert solve(nobody).closed == ["x"]


def test_together_means_together_or_not_at_all():
    people = [Seeker("a"), Seeker("b"), Seeker("c")]
    pairs = [("a", "x", 900), ("b", "x", 900), ("c", "x", 1), ("a", "y", 900)]
    problem = AssignmentProblem(
        people, [Seats("x", 1), Seats("y", 1)], pairs, together=[("a", "b")]
    )
    assert solve(problem).placed == [("c", "x")]


def test_big_problems_with_least_sizes_keep_to_them_and_say_what_is_not_proven(monkeypatch):
    monkeypatch.setattr(solving, "SMALL", -1)
    problem = with_least(300, 30, seed=3, seats_per_person=1.5)
    told: list[float] = []
    plan = solve(problem, progress=told.append)
    assert_holds(problem, plan)
    assert plan.people_placed == 300
    assert not plan.proven_optimal
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert solve(problem).placed == plan.placed
    filled = with_least(300, 30, seed=3, seats_per_person=0.97)
    assert solve(filled).proven_optimal


def test_numbers_that_cannot_be_added_up_exactly_are_refused():
    problem = tight(50, 5, seed=1, options=3)
    often = replace(problem, people=[replace(each, left_out=10**14) for each in problem.people])
    with pytest.raises(WrongProblem, match="too big"):
        solve(often)
