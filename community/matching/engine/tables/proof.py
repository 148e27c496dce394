"""Pair scores alone among few people: every way to seat them, as far as it could be the best."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import comb, inf

#: Up to so many people the answer is proven to be the best.
FEW = 12
_SMALL = 1e-9


class Proof:
    """Branch and bound: people are seated one by one, where it could still become the best."""

    def __init__(self, scores: Sequence[Sequence[float]], sizes: Sequence[tuple[int, int]]) -> None:
        """`scores`: per pair; `sizes`: least and most per table. `best` is a table per person."""
        people = len(scores)
        # Who matters most is seated first: then hope is given up soonest.
        self.order = sorted(range(people), key=lambda who: -sum(map(abs, scores[who])))
        self.scores = [[scores[who][other] for other in self.order] for who in self.order]
        self.sizes, self.people = sizes, people
        self.highest, self.best = -inf, [0] * people
        self.at: list[list[int]] = [[] for _ in sizes]
        self.pairs = most_pairs(people, sizes)
        #: Per person, by how many pairs are left: what those from this one on could win at most.
        self.hope = [self._hope(who) for who in range(people + 1)]
        self._seat(0, 0.0, 0)

    def _hope(self, first: int) -> list[float]:
        """Each wins at most from those before them whom a table has room for, all not too often."""
        most = max(most for _, most in self.sizes)
        wins: list[float] = []
        for who in range(first, self.people):
            wins += sorted((s for s in self.scores[who][:who] if s > 0), reverse=True)[: most - 1]
        wins = sorted(wins, reverse=True)[: self.pairs]
        return list(accumulate(wins + [0.0] * (self.pairs - len(wins)), initial=0.0))

    def _seat(self, who: int, total: float, pairs: int) -> None:
        if total + self.hope[who][self.pairs - pairs] <= self.highest + _SMALL:
            return
        if self._lacking() > self.people - who:
            return
        if who == self.people:
            self.highest = total
            for table, there in enumerate(self.at):
                for one in there:
                    self.best[self.order[one]] = table
            return
        row = self.scores[who]
        ways = [(sum([row[other] for other in there]), there) for there in self._unlike()]
        for gain, there in sorted(ways, key=lambda way: -way[0]):
            there.append(who)
            self._seat(who + 1, total + gain, pairs + len(there) - 1)
            there.pop()

    def _lacking(self) -> int:
        """How many people the least sizes still ask for."""
        return sum(
            least - len(there)
            for there, (least, _) in zip(self.at, self.sizes, strict=True)
            if len(there) < least
        )

    def _unlike(self) -> list[list[int]]:
        """The tables with a free seat, and of those that are empty one of each size."""
        free = [(there, size) for there, size in zip(self.at, self.sizes, strict=True)
                if len(there) < size[1]]  # fmt: skip
        empty = {size: there for there, size in reversed(free) if not there}
        return [there for there, size in free if there or empty[size] is there]


def most_pairs(people: int, sizes: Sequence[tuple[int, int]]) -> int:
    """How many pairs sit together at most, over all sizes that seat everybody."""
    pairs = {0: 0}
    for least, most in sizes:
        after: dict[int, int] = {}
        for seated, known in pairs.items():
            for size in range(least, min(most, people - seated) + 1):
                there = known + comb(size, 2)
                after[seated + size] = max(after.get(seated + size, 0), there)
        pairs = after
    return pairs[people]
