"""How good a plan is: which wishes hold, who meets again, and how mixed the tables are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import fsum
from typing import NamedTuple

from community.matching.engine.tables.problem import Figures, Guest, Rounds, TablesProblem
from community.matching.engine.tables.wishes import Wish, present, wishes

Pair = tuple[str, str]


def measure(
    problem: TablesProblem, rounds: Rounds, met: Mapping[str, Encounters] | None = None
) -> Figures:
    """The figures of any plan of `rounds[r][t]` ids, also of one that was changed by hand.

    `violations` holds the wishes (see `wishes.py`) that do not hold in every round, and, for a plan
    that is not whole, ("seat", round, person) for who has not exactly one seat and ("size", round,
    table) for a table with too few or too many. `misfits` counts people per attribute, `repeats`
    pairs, `met_mean` people per person. Linear in rounds × pairs at a table. Source: MATCHING, §3
    and the program. `met`: its `encounters`, if they are known. KeyError when somebody sits who is
    not among the present.
    """
    people = {one.id: one for one in present(problem)}
    found = (met or encounters(problem, rounds)).values()
    return Figures(
        violations=[*_not_whole(problem, people, rounds), *broken(problem, rounds)],
        repeats=sum(one.again for one in found) // 2,
        misfits=misfits(problem, people, rounds),
        pair_score=_pair_score(problem, rounds),
        met_least=min(one.met for one in found),
        met_mean=sum(one.met for one in found) / len(people),
    )


class Encounters(NamedTuple):
    """Of one person: how many others they meet, meet for the first time, and how often again."""

    met: int
    new: int
    again: int


def encounters(problem: TablesProblem, rounds: Rounds) -> dict[str, Encounters]:
    """By id. Who met before is met again at once; who is wished together is never met again."""
    sits: dict[str, list[set[str]]] = {one.id: [] for one in present(problem)}
    for tables in rounds:
        for table in tables:
            there = set(table)
            for who in table:
                sits[who].append(there)
    before = _each_other(problem.met_before)
    glued = _each_other(pair for group in problem.together for pair in combinations(group, 2))
    return {
        who: _encounters(who, there, before.get(who, set()), glued.get(who, set()))
        for who, there in sits.items()
    }


def _encounters(
    who: str, tables: Sequence[set[str]], before: set[str], glued: set[str]
) -> Encounters:
    known, again = before | {who}, 0
    for there in tables:
        common = known & there
        if len(common) > 1:
            again += len(common - glued) - 1
        known |= there
    met = set().union(*tables) - {who} if before else known - {who}
    return Encounters(len(met), len(known) - 1 - len(before), again)


def _each_other(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    others: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        others[one].add(other)
        others[other].add(one)
    return others


def meetings(rounds: Rounds) -> Iterator[Pair]:
    for tables in rounds:
        for table in tables:
            yield from combinations(sorted(table), 2)


def _pair_score(problem: TablesProblem, rounds: Rounds) -> float:
    """Each score as often as its pair meets."""
    pairs = Counter(meetings(rounds)) if problem.pair_scores else {}
    return fsum(
        score * pairs.get((min(one, other), max(one, other)), 0)
        for one, other, score in problem.pair_scores
    )


def balanced(problem: TablesProblem) -> list[str]:
    """The attributes that tables are mixed by, in the alphabet's order."""
    if problem.balance is not None:
        return sorted(set(problem.balance))
    return sorted({name for one in problem.people for name in one.attributes})


def misfits(problem: TablesProblem, people: Mapping[str, Guest], rounds: Rounds) -> dict[str, int]:
    """Per attribute Σ over rounds, tables and values of max(0, ⌊e⌋ − a, a − ⌈e⌉)."""
    found = {}
    for name in balanced(problem):
        value = {who: one.attributes.get(name) for who, one in people.items()}
        shares = Counter(worth for worth in value.values() if worth is not None)
        found[name] = sum(
            _outside(Counter(map(value.__getitem__, table)), shares, len(table), len(people))
            for tables in rounds
            for table in tables
        )
    return found


def _outside(
    counts: Mapping[str | None, int], shares: Mapping[str, int], size: int, among: int
) -> int:
    total = 0
    for worth, count in shares.items():
        a, exact = counts.get(worth, 0), size * count
        total += max(0, exact // among - a, a + -exact // among)
    return total


def broken(problem: TablesProblem, rounds: Rounds) -> list[Wish]:
    """The wishes that do not hold in every round, in the order of `wishes`."""
    seating = Seating(problem, rounds)
    return [wish for wish in wishes(problem) if not seating.honours(wish)]


class Seating:
    """A plan as the wishes ask about it."""

    def __init__(self, problem: TablesProblem, rounds: Rounds) -> None:
        self.hosts_per_table = problem.hosts_per_table
        self.hosts = {one.id for one in problem.people if one.host}
        self.speakers = defaultdict(set)
        for one in problem.people:
            for language in one.languages:
                self.speakers[language].add(one.id)
        self.rounds = rounds
        self.table_of = [
            {who: no for no, table in enumerate(tables) for who in table} for tables in rounds
        ]

    speakers: dict[str, set[str]]

    def honours(self, wish: Wish) -> bool:
        kind, *rest = wish
        return _HONOURED[kind](self, *rest)

    def host(self, table: str) -> bool:
        at = int(table)
        return all(
            len(self.hosts.intersection(tables[at])) >= self.hosts_per_table
            for tables in self.rounds
        )

    def stay(self, host: str) -> bool:
        return len({places.get(host) for places in self.table_of}) == 1

    def together(self, *group: str) -> bool:
        return all(len({places.get(who) for who in group}) == 1 for places in self.table_of)

    def apart(self, one: str, other: str) -> bool:
        return all(
            one not in places or places[one] != places.get(other) for places in self.table_of
        )

    def cover(self, language: str, person: str) -> bool:
        speakers = self.speakers[language] - {person}
        return all(
            person not in places or not speakers.isdisjoint(tables[places[person]])
            for places, tables in zip(self.table_of, self.rounds, strict=True)
        )

    def locked(self, no: str, table: str, person: str) -> bool:
        return self.table_of[int(no)].get(person) == int(table)


_HONOURED: Mapping[str, Callable[..., bool]] = {
    "host": Seating.host,
    "stay": Seating.stay,
    "together": Seating.together,
    "apart": Seating.apart,
    "cover": Seating.cover,
    "locked": Seating.locked,
}


def _not_whole(problem: TablesProblem, people: Collection[str], rounds: Rounds) -> Iterator[Wish]:
    for no, tables in enumerate(rounds):
        seats = Counter(who for table in tables for who in table)
        yield from (("seat", str(no), who) for who in people if seats[who] != 1)
        for table, ((least, most), sitting) in enumerate(zip(problem.sizes, tables, strict=True)):
            if not least <= len(sitting) <= most:
                yield "size", str(no), str(table)


def in_order(problem: TablesProblem, rounds: Sequence[Sequence[Collection[str]]]) -> Rounds:
    """The same plan with everybody at a table in the order of the problem's people."""
    place = {one.id: no for no, one in enumerate(problem.people)}
    return tuple(
        tuple(tuple(sorted(table, key=place.__getitem__)) for table in tables) for tables in rounds
    )
