"""How fair a plan is, for whoever decides on it; plain Python, so that a page can ask.

It also answers for a plan that somebody changed by hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.matching.engine.assignment.problem import AssignmentProblem

#: A group of which less than this part is placed, beside everybody, deserves a look.
WARN_BELOW = 0.8
#: Of fewer people one more or less says nothing, and too much about who they are.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class GroupShare:
    """Everybody with one value of an opt-in attribute."""

    attribute: str
    value: str
    people: int
    placed: int
    ratio: float  #: The part of them that is placed, divided by the part of everybody that is.

    @property
    def warns(self) -> bool:
        return self.people >= FEWEST and self.ratio < WARN_BELOW


@dataclass(frozen=True, slots=True)
class Fairness:
    people: int
    placed: int
    at_rank: Mapping[int, int]  #: How many seats are somebody's first wish, second wish, …
    longest_wait: int  #: Rounds in a row that somebody is without a seat now, this one included.
    groups: Sequence[GroupShare]

    @property
    def placed_share(self) -> float:
        return self.placed / self.people if self.people else 1.0

    @property
    def worst_rank(self) -> int:
        return max(self.at_rank, default=0)

    @property
    def mean_rank(self) -> float:
        seats = sum(self.at_rank.values())
        return sum(rank * n for rank, n in self.at_rank.items()) / seats if seats else 0.0


def measure(
    problem: AssignmentProblem,
    placed: Sequence[tuple[str, str]],
    attributes: Mapping[str, Mapping[str, str]] | None = None,
) -> Fairness:
    """The figures of MATCHING §4; `attributes` holds what people chose to tell, by their id."""
    seated = {person for person, _to in placed}
    waits = [each.left_out + 1 for each in problem.people if each.id not in seated]
    return Fairness(
        people=len(problem.people),
        placed=len(seated),
        at_rank=_ranks(problem, placed),
        longest_wait=max(waits, default=0),
        groups=_groups(problem, seated, attributes or {}),
    )


def _ranks(problem: AssignmentProblem, placed: Sequence[tuple[str, str]]) -> dict[int, int]:
    scores: dict[str, dict[str, int]] = defaultdict(dict)
    for person, to, score in problem.pairs:
        scores[person][to] = score
    ranks = Counter(
        1 + sum(score > scores[person][to] for score in scores[person].values())
        for person, to in placed
        if to in scores[person]
    )
    return dict(sorted(ranks.items()))


def _groups(
    problem: AssignmentProblem, seated: set[str], attributes: Mapping[str, Mapping[str, str]]
) -> list[GroupShare]:
    people: Counter[tuple[str, str]] = Counter()
    placed: Counter[tuple[str, str]] = Counter()
    for person in problem.people:
        for group in attributes.get(person.id, {}).items():
            people[group] += 1
            placed[group] += person.id in seated
    of_all = len(seated) / len(problem.people) if problem.people else 0.0
    return [
        GroupShare(*group, count, placed[group], placed[group] / count / of_all if of_all else 1.0)
        for group, count in sorted(people.items())
    ]
