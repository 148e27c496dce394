"""Small problems of assignment, with everything that can be asked of one."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

from hypothesis import strategies as st

from community.matching.engine.assignment.problem import (
    AssignmentPlan,
    AssignmentProblem,
    Seats,
    Seeker,
)
from tests.bench.assignments import a_problem


def drawn_at_random(seed: int, *, with_everything: bool = False) -> AssignmentProblem:
    random = Random(seed)  # noqa: S311
    problem = a_problem(
        random,
        random.randint(1, 14),
        conversations := random.randint(1, 6),
        options=random.randint(1, conversations),
        seats_per_person=random.choice((0.5, 0.8, 1, 1.5)),
        least=(0.3, 1.0) if with_everything and random.random() < 0.6 else None,
        popular=random.choice((0, 1)),
        scores=random.choice((range(1001), (0, 500, 1000), (900, 1000))),
        left_out=0.3,
        seed=seed,
    )
    return _with_more(problem, random) if with_everything else problem


def _with_more(problem: AssignmentProblem, random: Random) -> AssignmentProblem:
    people = [each.id for each in problem.people]
    conversations = [each.id for each in problem.conversations]
    if random.random() < 0.5 and len(people) > 3:
        pairs = [tuple(random.sample(people, 2)) for _ in range(random.randint(1, 2))]
        problem = replace(problem, together=pairs)
    if random.random() < 0.7:
        wanted = [replace(each, seats=random.randint(1, 3)) for each in problem.people]
        problem = replace(problem, people=wanted)
    if random.random() < 0.8:
        every = list(combinations(conversations, 2))
        problem = replace(problem, overlaps=random.sample(every, len(every) // 3))
    return problem


def with_four_wishes_each(seed: int) -> AssignmentProblem:
    """Four people order four of five single seats; each wish is worth as much less as the last."""
    random = Random(seed)  # noqa: S311
    conversations = [Seats(f"c{number}", 1) for number in range(5)]
    people = [Seeker(f"p{number}") for number in range(4)]
    pairs = [
        (person.id, to.id, 900 - 100 * wish)
        for person in people
        for wish, to in enumerate(random.sample(conversations, 4))
    ]
    return AssignmentProblem(people, conversations, pairs, seed=seed)


@st.composite
def plain_problems(draw) -> AssignmentProblem:
    """One seat each, no least sizes, nobody together."""
    people = [
        Seeker(f"p{number}", left_out=draw(st.integers(0, 2)))
        for number in range(draw(st.integers(1, 8)))
    ]
    conversations = [
        Seats(f"c{number}", capacity=draw(st.integers(0, 3)))
        for number in range(draw(st.integers(1, 4)))
    ]
    pairs = []
    for person in people:
        for each in conversations:
            score = draw(st.none() | st.sampled_from((0, 1, 500, 1000)))
            if score is not None:
                pairs.append((person.id, each.id, score))
    return AssignmentProblem(people, conversations, pairs, seed=draw(st.integers(0, 3)))


def value(problem: AssignmentProblem, plan: AssignmentPlan) -> tuple[int, ...]:
    """People placed (each weighed), conversations that go on, seats beside the first, score."""
    left_out = {each.id: each.left_out for each in problem.people}
    goes_on = {to for _person, to in plan.placed}
    several = any(each.seats > 1 for each in problem.people)
    return (
        sum(1 + left_out[person] for person in {who for who, _to in plan.placed}),
        sum(each.least > 0 and each.id in goes_on for each in problem.conversations),
        len(plan.placed) if several else 0,
        plan.score,
    )
