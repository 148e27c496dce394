"""A problem as arrays, in an order drawn by lot, so that the order of the input says nothing.

A person's lot is the SHA-256 of the seed, a new line and her id; the lowest comes first. Anybody
can do that again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import pairwise

import numpy as np

from community.matching.engine.assignment.market import Market, Numbers
from community.matching.engine.assignment.problem import AssignmentProblem, Seats, Seeker


def lot(seed: int, identifier: str) -> str:
    """What decides between equals: lowest first."""
    return sha256(f"{seed}\n{identifier}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Parties:
    """Who go everywhere together; most are one person. Party `i` stands in row `i` everywhere."""

    members: Sequence[Sequence[int]]
    sizes: Numbers
    seats: Numbers  #: In how many conversations they want to be.
    weight: Numbers  #: How much it counts that they are placed.
    market: Market  #: Between parties and conversations.
    score: Numbers  #: Per arc, of all members together.

    @property
    def are_people(self) -> bool:
        """Whether everybody goes alone."""
        return bool((self.sizes == 1).all())


@dataclass(frozen=True, slots=True)
class Drawn:
    """The problem in its drawn order, with one arc per pair."""

    problem: AssignmentProblem
    people: Sequence[Seeker]
    conversations: Sequence[Seats]
    least: Numbers
    market: Market  #: Between people and conversations.
    score: Numbers
    rank: Numbers  #: Per arc, how many conversations this person would have liked better, plus one.

    @property
    def big(self) -> int:
        """More than all scores together can be, so that people come before score."""
        return 1000 * (sum(person.seats for person in self.people) + 1)

    @property
    def weight(self) -> Numbers:
        return np.array([1 + person.left_out for person in self.people], dtype=np.int64)


def drawn_from(problem: AssignmentProblem) -> Drawn:
    of = partial(lot, problem.seed)
    people = sorted(problem.people, key=lambda each: of(each.id))
    conversations = sorted(problem.conversations, key=lambda each: of(each.id))
    row = {person.id: index for index, person in enumerate(people)}
    column = {each.id: index for index, each in enumerate(conversations)}
    pairs = np.array(
        [(row[person], column[to], score) for person, to, score in problem.pairs], dtype=np.int64
    ).reshape(-1, 3)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    capacity = np.array([each.capacity for each in conversations], dtype=np.int64)
    return Drawn(
        problem,
        people,
        conversations,
        least=np.array([each.least for each in conversations], dtype=np.int64),
        market=Market(len(people), capacity, pairs[:, 0], pairs[:, 1]),
        score=pairs[:, 2],
        rank=_ranks(pairs[:, 0], pairs[:, 2]),
    )


def _ranks(person: Numbers, score: Numbers) -> Numbers:
    order = np.lexsort((-score, person))
    place = np.arange(len(order))
    who, what = person[order], score[order]
    another = np.r_[True, who[1:] != who[:-1]][: len(order)]
    lower = another | np.r_[True, what[1:] != what[:-1]][: len(order)]
    first = np.maximum.accumulate(np.where(another, place, 0))
    equal = np.maximum.accumulate(np.where(lower, place, 0))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = equal - first + 1
    return ranks


def parties_of(drawn: Drawn) -> Parties:
    """Whoever only comes together, as one; they may go where all of them may."""
    members = _glued(drawn)
    party_of = {person: party for party, row in enumerate(members) for person in row}
    may: Counter[tuple[int, int]] = Counter()
    scores: dict[tuple[int, int], int] = defaultdict(int)
    arcs = zip(drawn.market.person, drawn.market.seats, drawn.score, strict=True)
    for person, to, score in arcs:
        may[party_of[int(person)], int(to)] += 1
        scores[party_of[int(person)], int(to)] += int(score)
    all_may = sorted(arc for arc, count in may.items() if count == len(members[arc[0]]))
    ends = np.array(all_may, dtype=np.int64).reshape(-1, 2)
    weight = drawn.weight
    return Parties(
        members,
        sizes=np.array([len(row) for row in members], dtype=np.int64),
        seats=np.array([min(drawn.people[each].seats for each in row) for row in members]),
        weight=np.array([int(weight[row].sum()) for row in members], dtype=np.int64),
        market=Market(len(members), drawn.market.capacity, ends[:, 0], ends[:, 1]),
        score=np.array([scores[arc] for arc in all_may], dtype=np.int64),
    )


def _glued(drawn: Drawn) -> list[list[int]]:
    row = {person.id: index for index, person in enumerate(drawn.people)}
    first = list(range(len(drawn.people)))

    def head(person: int) -> int:
        while first[person] != person:
            first[person] = first[first[person]]
            person = first[person]
        return person

    for group in drawn.problem.together:
        for one, other in pairwise(group):
            low, high = sorted((head(row[one]), head(row[other])))
            first[high] = low
    members: dict[int, list[int]] = {}
    for person in range(len(drawn.people)):
        members.setdefault(head(person), []).append(person)
    return list(members.values())
