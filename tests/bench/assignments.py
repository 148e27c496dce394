"""Problems of assignment as they come up, made by a seed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from community.matching.engine.assignment.problem import AssignmentProblem, Seats, Seeker


def tight(people: int, conversations: int, *, seed: int, options: int = 10) -> AssignmentProblem:
    """Everybody may go to ten conversations; there are 0.97 seats per person (MATCHING)."""
    return a_problem(
        Random(seed),  # noqa: S311
        people,
        conversations,
        options=options,
        seats_per_person=0.97,
        seed=seed,
    )


def with_least(
    people: int, conversations: int, *, seed: int, seats_per_person: float, popular: float = 0.0
) -> AssignmentProblem:
    """The same, where every conversation needs half to all of its seats taken to go on."""
    return a_problem(
        Random(seed),  # noqa: S311
        people,
        conversations,
        options=10,
        seats_per_person=seats_per_person,
        least=(0.5, 1.0),
        popular=popular,
        seed=seed,
    )


def a_problem(  # noqa: PLR0913
    random: Random,
    people: int,
    conversations: int,
    *,
    options: int,
    seats_per_person: float,
    least: tuple[float, float] | None = None,
    popular: float = 0.0,
    scores: Sequence[int] = range(1001),
    left_out: float = 0.0,
    seed: int = 0,
) -> AssignmentProblem:
    """Scores drawn at random; `popular` above 0 draws people to the first conversations."""
    total = int(people * seats_per_person)
    capacities = [
        total // conversations + (number < total % conversations) for number in range(conversations)
    ]
    needs = [
        0 if least is None else min(seats, max(1, round(seats * random.uniform(*least))))
        for seats in capacities
    ]
    drawn_to = [1 / (1 + number) ** popular for number in range(conversations)]
    pairs = []
    for person in range(people):
        wanted = sorted(
            range(conversations),
            key=lambda number: random.random() ** (1 / drawn_to[number]),
            reverse=True,
        )
        pairs += [(f"p{person}", f"c{to}", random.choice(scores)) for to in wanted[:options]]
    return AssignmentProblem(
        people=[
            Seeker(f"p{number}", left_out=random.randint(1, 3) if random.random() < left_out else 0)
            for number in range(people)
        ],
        conversations=[
            Seats(f"c{number}", seats, need)
            for number, (seats, need) in enumerate(zip(capacities, needs, strict=True))
        ],
        pairs=pairs,
        seed=seed,
    )
