"""Wishes that cannot all hold: which to give up, as few as possible, and what each clashes with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from community.matching.engine.tables.building import feasible
from community.matching.engine.tables.coded import code
from community.matching.engine.tables.problem import TablesProblem, Violation
from community.matching.engine.tables.puzzle import Board
from community.matching.engine.tables.wishes import Wish, present, wishes
from community.matching.engine.wrong import WrongProblem

#: After so many questions whether wishes fit, a clash that may not be the smallest is named.
PATIENCE = 400
#: After so many clashes each costs a wish, and fewer might have done.
MANY = 25
#: Of so few tables it is worked out which can best go without a host.
FEW_TABLES = 6


@dataclass(frozen=True, slots=True)
class Settled:
    """Which wishes a plan is to honour, boards on which they do, and why not the others."""

    honoured: Sequence[Wish]
    boards: dict[int, Board]
    clashes: dict[Wish, Violation]


def settle(problem: TablesProblem) -> Settled:
    """Honour as many wishes as can hold together; locked seats are never given up.

    Each wish that is given up comes with the smallest set of the others that it clashes with, which
    is empty when the sizes alone forbid it. WrongProblem when not even the locked seats can hold.
    Source: implicit hitting sets, J. Davies and F. Bacchus, MaxHS (2011); smallest unsatisfiable
    sets, A. Ignatiev and others, FORQES (2015).
    """
    every = wishes(problem)
    asked = _Asked(problem)
    hostless = _hostless(problem)
    given_up = hostless
    clashes: list[list[Wish]] = []
    while (boards := asked.boards([wish for wish in every if wish not in given_up])) is None:
        left = [wish for wish in every if wish not in given_up]
        clash = [wish for wish in asked.irreducible((), left) if wish[0] != "locked"]
        if not clash:
            raise WrongProblem("The locked seats cannot be kept at these tables.")
        clashes.append(clash)
        if len(clashes) <= MANY:
            given_up = [*hostless, *hitting_set(clashes)]
        else:
            given_up = [*given_up, clash[-1]]
    honoured = [wish for wish in every if wish not in given_up]
    for wish in given_up:
        if wish not in hostless and (more := asked.boards([*honoured, wish])) is not None:
            honoured, boards = [one for one in every if one in honoured or one == wish], more
    given_up = [wish for wish in given_up if wish not in honoured]
    hosted = [wish for wish in honoured if wish[0] == "host"]
    told = {wish: _told_of(wish, hosted, hosted, honoured) for wish in hostless if wish in given_up}
    told |= {wish: _told(asked, wish, honoured) for wish in given_up if wish not in told}
    return Settled(honoured, boards, told)


def hitting_set(sets: Sequence[Sequence[Wish]]) -> list[Wish]:
    """The fewest wishes of which every set has at least one."""
    found: list[Wish] = []
    for part in _parts(sets):
        tries = (_hitting(part, size) for size in range(1, len(part) + 1))
        found += next(hit for hit in tries if hit is not None)
    return found


def _parts(sets: Sequence[Sequence[Wish]]) -> list[list[Sequence[Wish]]]:
    """The sets by what they share: parts without a wish in common are separate questions."""
    parts: list[list[Sequence[Wish]]] = []
    for one in sets:
        touching = [part for part in parts if any(set(one) & set(other) for other in part)]
        parts = [part for part in parts if part not in touching]
        parts.append([one, *(other for part in touching for other in part)])
    return parts


def _hitting(sets: Sequence[Sequence[Wish]], size: int) -> list[Wish] | None:
    if not sets:
        return []
    if not size:
        return None
    # What is wished last is given up first: hosts and company before distance and languages.
    for wish in reversed(sets[0]):
        rest = _hitting([one for one in sets if wish not in one], size - 1)
        if rest is not None:
            return [wish, *rest]
    return None


def _hostless(problem: TablesProblem) -> list[Wish]:
    """With too few hosts for many tables, those that go without: the last, or where they stay away.

    Which ones is a guess that saves a search among all choices of so many tables.
    """
    if not problem.hosts_per_table or len(problem.sizes) <= FEW_TABLES:
        return []
    hosts = {one.id for one in present(problem) if one.host}
    here = [
        sum(min(len(hosts.intersection(tables[at])), problem.hosts_per_table)
            for tables in problem.previous or ())
        for at in range(len(problem.sizes))
    ]  # fmt: skip
    tables = sorted(range(len(problem.sizes)), key=lambda at: (-here[at], at))
    return [("host", str(at)) for at in tables[len(hosts) // problem.hosts_per_table :]]


class _Asked:
    """Whether wishes can hold together, asked once each."""

    def __init__(self, problem: TablesProblem) -> None:
        self.problem = problem
        self.known: dict[frozenset[Wish], dict[int, Board] | None] = {}

    def boards(self, some: Collection[Wish]) -> dict[int, Board] | None:
        key = frozenset(some)
        if key not in self.known:
            self.known[key] = feasible(code(self.problem, some))
        return self.known[key]

    def fit(self, *some: Iterable[Wish]) -> bool:
        return self.boards([wish for part in some for wish in part]) is not None

    def irreducible(self, kept: Sequence[Wish], some: Sequence[Wish]) -> list[Wish]:
        """Of wishes that clash with those kept, some that do, none of which can be missed.

        Source: U. Junker, QuickXplain (2004).
        """
        if not self.fit(kept):
            return []
        return self._explained(kept, False, some)

    def _explained(self, kept: Sequence[Wish], changed: bool, some: Sequence[Wish]) -> list[Wish]:
        if changed and not self.fit(kept):
            return []
        if len(some) == 1:
            return list(some)
        half = len(some) // 2
        first, second = some[:half], some[half:]
        of_second = self._explained([*kept, *first], bool(first), second)
        of_first = self._explained([*kept, *of_second], bool(of_second), first)
        return [*of_first, *of_second]

    def smallest(self, wish: Wish, among: Sequence[Wish]) -> list[Wish]:
        """The fewest of these wishes, which fit by themselves, that clash with this one.

        Whatever takes the clash away is a set of which the answer must have a member.
        """
        found = self.irreducible([wish], among)
        ways_out: list[list[Wish]] = []
        patience = len(self.known) + PATIENCE
        while len(self.known) < patience:
            fewest = hitting_set(ways_out)
            if len(fewest) >= len(found):
                return found
            if not self.fit(fewest, [wish]):
                return fewest
            ways_out.append(self._way_out(wish, fewest, among))
        return found

    def _way_out(self, wish: Wish, held: Sequence[Wish], among: Sequence[Wish]) -> list[Wish]:
        """Wishes without which this one fits beside all the others; none of those held."""
        kept = [wish, *held]
        out = []
        for one in among:
            if one not in kept and not self.fit(kept, [one]):
                out.append(one)
            else:
                kept.append(one)
        return out


def _told(asked: _Asked, wish: Wish, honoured: Sequence[Wish]) -> Violation:
    clash = asked.smallest(wish, honoured)
    instead = [
        one for one in clash
        if one[0] != "locked" and asked.fit([wish], (other for other in honoured if other != one))
    ]  # fmt: skip
    return _told_of(wish, clash, instead, honoured)


def _told_of(
    wish: Wish, clash: Sequence[Wish], instead: Sequence[Wish], honoured: Sequence[Wish]
) -> Violation:
    gain = f"Giving it up lets the other {len(honoured)} hold."
    if instead:
        names = " or ".join(" ".join(one) for one in instead[:3])
        more = f" or one of {len(instead) - 3} more" if len(instead) > 3 else ""
        gain += f" Giving up {names}{more} instead would let it hold."
    return Violation(wish, clash, gain, instead)
