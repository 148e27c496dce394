"""Why people sit where they sit, as codes that a page can put into words.

A code is a word with values after colons; tables and rounds count from 0.

| code | says |
|---|---|
| `host_of:2` | a host, who sits at table 2 in some round |
| `with:p2`, `apart:p4` | a wish that holds in every round |
| `language:ar` | somebody else at every table of theirs speaks it, as was wished |
| `speaks:ar:p9` | is that somebody for p9 in some round |
| `locked:0:2` | a seat in round 0 at table 2 that stays |
| `meets_new:14` | so many others whom they had not met; who is wished together counts |
| `meets_again:1` | so many meetings too many; the sum over people is twice the plan's repeats |
| `score:12.5` | the pair scores of their meetings; the sum is twice the plan's pair score |
| `moved:2` | another table than in the previous plan, in so many rounds; so many people moved |
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import fsum

from community.matching.engine.tables.figures import Encounters, Seating
from community.matching.engine.tables.problem import Rounds, TablesProblem
from community.matching.engine.tables.wishes import present, wishes

_Reason = tuple[str, str]


def reasons(
    problem: TablesProblem, rounds: Rounds, met: Mapping[str, Encounters]
) -> dict[str, Sequence[str]]:
    """Per person who is there, in the problem's order, the codes of why they sit where they do."""
    found: dict[str, list[str]] = {one.id: [] for one in present(problem)}
    seating = Seating(problem, rounds)
    for who, reason in chain(
        _of_hosts(problem, seating),
        _of_wishes(problem, seating),
        _of_meetings(met),
        _of_scores(problem, seating),
        _of_moves(problem, seating),
    ):
        found[who].append(reason)
    return {one.id: tuple(dict.fromkeys(found[one.id]))
            for one in problem.people if one.id in found}  # fmt: skip


def _of_hosts(problem: TablesProblem, seating: Seating) -> Iterator[_Reason]:
    for tables in seating.rounds if problem.hosts_per_table else ():
        for table, there in enumerate(tables):
            yield from ((host, f"host_of:{table}") for host in seating.hosts.intersection(there))


def _of_wishes(problem: TablesProblem, seating: Seating) -> Iterator[_Reason]:
    for wish in wishes(problem):
        if not seating.honours(wish):
            continue
        kind, *rest = wish
        if kind == "together":
            yield from ((one, f"with:{other}") for one in rest for other in rest if one != other)
        elif kind == "apart":
            yield from ((one, f"apart:{other}") for one in rest for other in rest if one != other)
        elif kind == "locked":
            yield rest[2], f"locked:{rest[0]}:{rest[1]}"
        elif kind == "cover":
            yield from _of_cover(seating, *rest)


def _of_cover(seating: Seating, language: str, person: str) -> Iterator[_Reason]:
    yield person, f"language:{language}"
    for places, tables in zip(seating.table_of, seating.rounds, strict=True):
        for speaker in tables[places[person]]:
            if speaker != person and speaker in seating.speakers[language]:
                yield speaker, f"speaks:{language}:{person}"


def _of_meetings(met: Mapping[str, Encounters]) -> Iterator[_Reason]:
    for who, others in met.items():
        yield who, f"meets_new:{others.new}"
        if others.again:
            yield who, f"meets_again:{others.again}"


def _of_scores(problem: TablesProblem, seating: Seating) -> Iterator[_Reason]:
    scores = defaultdict(list)
    for one, other, score in problem.pair_scores:
        for places in seating.table_of:
            if one in places and places[one] == places.get(other):
                scores[one].append(score)
                scores[other].append(score)
    yield from ((who, f"score:{fsum(found):g}") for who, found in scores.items())


def _of_moves(problem: TablesProblem, seating: Seating) -> Iterator[_Reason]:
    yield from ((who, f"moved:{often}") for who, often in moves(problem, seating).items())


def moves(problem: TablesProblem, seating: Seating) -> Counter[str]:
    """Who sits at another table than in the previous plan, and in how many rounds."""
    moved: Counter[str] = Counter()
    if problem.previous is not None:
        earlier = Seating(problem, problem.previous)
        for was, places in zip(earlier.table_of, seating.table_of, strict=True):
            moved.update(who for who, table in places.items() if was.get(who, table) != table)
    return moved
