"""Who sits where, as keys per table per round: looking in it, and making another of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from community.table_plans.models import Rounds

#: Round, table, as counted from 0.
Spot = tuple[int, int]


def where(rounds: Rounds) -> list[dict[str, int]]:
    """Per round: at which table everybody sits."""
    return [{key: table for table, keys in enumerate(tables) for key in keys} for tables in rounds]


def swapped(rounds: Rounds, number: int, one: str, other: str) -> Rounds:
    """Two change seats in one round."""
    names = {one: other, other: one}
    return _with_round(
        rounds, number, [[names.get(key, key) for key in keys] for keys in rounds[number]]
    )


def moved(rounds: Rounds, number: int, who: str, to: int) -> Rounds:
    """One goes to another table in one round; nobody comes back."""
    left = [[key for key in keys if key != who] for keys in rounds[number]]
    left[to].append(who)
    return _with_round(rounds, number, left)


def only(rounds: Rounds, keys: Collection[str]) -> list[list[list[str]]]:
    """The same without who is not there any more."""
    return [[[key for key in table if key in keys] for table in tables] for tables in rounds]


def meetings(rounds: Rounds) -> Counter[tuple[str, str]]:
    """How often every two people sit together."""
    return Counter(
        pair for tables in rounds for table in tables for pair in combinations(sorted(table), 2)
    )


def moves(before: Rounds, after: Rounds) -> Iterator[tuple[str, int, int | None, int | None]]:
    """Who sits elsewhere: key, round, from which table, to which; None: not there."""
    for number, (was, will) in enumerate(zip(where(before), where(after), strict=True)):
        for key in sorted({*was, *will}, key=lambda key: (will.get(key, -1), key)):
            if was.get(key) != will.get(key):
                yield key, number, was.get(key), will.get(key)


def route(rounds: Rounds, key: str) -> list[int | None]:
    """At which table somebody sits, round by round."""
    return [spots.get(key) for spots in where(rounds)]


def company(rounds: Rounds) -> Mapping[str, set[str]]:
    """Whom everybody meets."""
    met: dict[str, set[str]] = {}
    for tables in rounds:
        for table in tables:
            for key in table:
                met.setdefault(key, set()).update(table)
    return {key: others - {key} for key, others in met.items()}


def _with_round(rounds: Rounds, number: int, tables: Sequence[Sequence[str]]) -> Rounds:
    return [tables if each == number else old for each, old in enumerate(rounds)]
