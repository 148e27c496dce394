"""Why somebody has no seat: which conversations were contested, and by how many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from community.matching.engine.assignment.problem import AssignmentProblem


@dataclass(frozen=True, slots=True)
class Shortage:
    """All these people can go nowhere else than to these conversations, which have fewer seats.

    So whoever sits there, as many stay without a seat: no plan seats more of them.
    """

    conversations: Sequence[str]
    people: int
    seats: int


def of_the_unplaced(problem: AssignmentProblem, placed: Set[str]) -> dict[str, list[str]]:
    """Per person without a seat all that she could have gone to, liked best first."""
    options: dict[str, list[tuple[int, str]]] = {
        person.id: [] for person in problem.people if person.id not in placed
    }
    column = {each.id: at for at, each in enumerate(problem.conversations)}
    for person, to, score in problem.pairs:
        if person in options:
            options[person].append((score, to))
    return {
        person: [to for _score, to in sorted(row, key=lambda each: (-each[0], column[each[1]]))]
        for person, row in options.items()
    }


def shortage(problem: AssignmentProblem, placed: Sequence[tuple[str, str]]) -> Shortage | None:
    """Why no plan seats more people, where everybody wants one seat; None when all who can sit do.

    From everybody without a seat to what she could go to, on to who sits there, to what they could
    go to instead, until there is nothing new. Then all those seats are taken by people who have no
    other (Hall's theorem), or somebody could have moved up.
    """
    options: Mapping[str, list[str]] = defaultdict(list)
    for person, to, _score in problem.pairs:
        options[person].append(to)
    sits = dict(placed)
    sitting: Mapping[str, list[str]] = defaultdict(list)
    for person, to in placed:
        sitting[to].append(person)
    people = {each.id for each in problem.people if each.id not in sits and options[each.id]}
    if not people:
        return None
    reached: set[str] = set()
    ahead = list(people)
    while ahead:
        for to in options[ahead.pop()]:
            if to not in reached:
                reached.add(to)
                ahead += sitting[to]
                people.update(sitting[to])
    capacity = Counter({each.id: each.capacity for each in problem.conversations})
    conversations = [each.id for each in problem.conversations if each.id in reached]
    return Shortage(conversations, len(people), sum(capacity[each] for each in conversations))
