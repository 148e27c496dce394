"""A problem in numbers: people are 0 … n − 1 in the order of their ids, sets of people are bits.

Sets as the bits of one integer make the questions of the search short: how many at this table has
she met is `(met[p] & sitting[t]).bit_count()`, whatever the size of the hall.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from community.matching.engine.tables.figures import balanced
from community.matching.engine.tables.problem import Guest, TablesProblem
from community.matching.engine.tables.wishes import Wish, present, wishes


@dataclass(frozen=True, slots=True)
class Coded:
    """What the search knows; `honoured` are the wishes that it never breaks."""

    ids: Sequence[str]
    rounds: int
    sizes: Sequence[tuple[int, int]]
    units: Sequence[Sequence[int]]  #: Who always sits together; most are of one.
    apart: Sequence[int]  #: Per person, the set of whom they are kept apart from.
    hosts: int  #: The set of hosts.
    hosts_at: Sequence[int]  #: Per table, how many hosts it needs.
    staying: int  #: The set of hosts who keep their table in every round.
    #: Per person, for each cover they need, the set of others who speak the language.
    needs: Mapping[int, Sequence[int]]
    locked: Sequence[Mapping[int, int]]  #: Per round, the table of who has a locked seat.
    before: Sequence[int]  #: Per person, the set of whom they met earlier.
    silent: Sequence[int]  #: Per person, the set of whom they wish to sit with: no repeats.
    #: Per attribute, per value, the set of who has it.
    values: Sequence[Sequence[int]]
    scores: Sequence[Mapping[int, float]]  #: Per person, the pair scores with others.

    @property
    def speakers(self) -> int:
        """The set of everybody who speaks a language that somebody needs."""
        return union(mask for masks in self.needs.values() for mask in masks)


def bits(people: int) -> Iterator[int]:
    """The numbers in a set."""
    while people:
        low = people & -people
        yield low.bit_length() - 1
        people ^= low


def union(sets: Iterable[int]) -> int:
    whole = 0
    for one in sets:
        whole |= one
    return whole


def code(problem: TablesProblem, honoured: Collection[Wish] | None = None) -> Coded:
    """The problem in numbers, with all its wishes or only those that are to be honoured."""
    guests = present(problem)
    no = {one.id: place for place, one in enumerate(guests)}
    by_kind: dict[str, list[Sequence[str]]] = defaultdict(list)
    for kind, *rest in wishes(problem) if honoured is None else honoured:
        by_kind[kind].append(rest)
    wanted = {int(table) for (table,) in by_kind["host"]}
    return Coded(
        ids=list(no),
        rounds=problem.rounds,
        sizes=list(problem.sizes),
        units=_units(len(guests), [[no[who] for who in group] for group in by_kind["together"]]),
        apart=_both_ways(no, by_kind["apart"]),
        hosts=union(1 << no[one.id] for one in guests if one.host),
        hosts_at=[
            problem.hosts_per_table * (table in wanted) for table in range(len(problem.sizes))
        ],
        staying=union(1 << no[host] for (host,) in by_kind["stay"]),
        needs=_needs(guests, no, by_kind["cover"]),
        locked=_locked(problem.rounds, no, by_kind["locked"]),
        before=_both_ways(no, problem.met_before),
        silent=_both_ways(
            no, [pair for group in problem.together for pair in combinations(group, 2)]
        ),
        values=_values(problem, guests),
        scores=_scores(problem, no),
    )


def _units(people: int, groups: Iterable[Sequence[int]]) -> list[list[int]]:
    """Groups that share somebody are one."""
    unit = {who: [who] for who in range(people)}
    for first, *others in groups:
        for other in others:
            if unit[first] is not unit[other]:
                joined = sorted(unit[first] + unit[other])
                unit.update(dict.fromkeys(joined, joined))
    return [members for who, members in unit.items() if members[0] == who]


def _both_ways(no: Mapping[str, int], pairs: Iterable[Sequence[str]]) -> list[int]:
    masks = [0] * len(no)
    for one, other in pairs:
        if one in no and other in no:
            masks[no[one]] |= 1 << no[other]
            masks[no[other]] |= 1 << no[one]
    return masks


def _needs(
    guests: Sequence[Guest], no: Mapping[str, int], covers: Iterable[Sequence[str]]
) -> dict[int, list[int]]:
    needs: dict[int, list[int]] = defaultdict(list)
    for language, person in covers:
        speakers = union(1 << no[one.id] for one in guests if language in one.languages)
        needs[no[person]].append(speakers & ~(1 << no[person]))
    return needs


def _locked(
    rounds: int, no: Mapping[str, int], locks: Iterable[Sequence[str]]
) -> list[dict[int, int]]:
    locked: list[dict[int, int]] = [{} for _ in range(rounds)]
    for at, table, person in locks:
        locked[int(at)][no[person]] = int(table)
    return locked


def _values(problem: TablesProblem, guests: Sequence[Guest]) -> list[list[int]]:
    found = []
    for name in balanced(problem):
        masks: dict[str, int] = defaultdict(int)
        for place, one in enumerate(guests):
            if name in one.attributes:
                masks[one.attributes[name]] |= 1 << place
        found.append([masks[value] for value in sorted(masks)])
    return found


def _scores(problem: TablesProblem, no: Mapping[str, int]) -> list[dict[int, float]]:
    scores: list[dict[int, float]] = [{} for _ in no]
    for one, other, score in problem.pair_scores:
        if one in no and other in no and score:
            scores[no[one]][no[other]] = score
            scores[no[other]][no[one]] = score
    return scores
