"""Pair scores alone: the maximally diverse grouping problem."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from operator import add, sub
from random import Random

from community.matching.engine.tables.building import even_sizes
from community.matching.engine.tables.clock import Clock
from community.matching.engine.tables.coded import Coded, union
from community.matching.engine.tables.puzzle import Board

#: Temperatures, in the spread of what an exchange changes.
HOT, COLD = 0.2, 0.02
#: Up to so many people the answer is proven to be the best.
FEW = 12
#: One move in so many changes the size of tables, where sizes may differ.
_RESIZE = 4
_SMALL = 1e-9


class Diversity:
    """Who sits with whom in one round so that the sum of the scores at the tables is highest.

    Source: simulated annealing by exchanges that are worked out from each person's sum of scores
    with each table, as in G. Palubeckis and others (2011); for few people branch and bound.
    """

    def __init__(self, coded: Coded, chance: Random) -> None:
        self.sizes, self.chance = coded.sizes, chance
        people = len(coded.ids)
        self.scores = [[scores.get(who, 0.0) for who in range(people)] for scores in coded.scores]
        wanted = even_sizes(coded.sizes, [0] * len(coded.sizes), people)
        self.table_of = [table for table, size in enumerate(wanted) for _ in range(size)]
        chance.shuffle(self.table_of)
        self.size = wanted
        #: Per table, per person, the sum of their scores with who sits there.
        self.pull = [[0.0] * people for _ in wanted]
        for who, table in enumerate(self.table_of):
            self.pull[table] = list(map(add, self.pull[table], self.scores[who]))
        self.flexible = any(least < most for least, most in coded.sizes)
        self.spread = self._spread()
        self.total = self._sum()
        self.best, self.highest = list(self.table_of), self.total

    def _sum(self) -> float:
        return sum(self.pull[table][who] for who, table in enumerate(self.table_of)) / 2

    @property
    def board(self) -> Board:
        return [
            union(1 << who for who, at in enumerate(self.best) if at == table)
            for table in range(len(self.sizes))
        ]

    def run(self, clock: Clock) -> None:
        """Until the clock has run out; with few people, until the best is proven."""
        people = len(self.table_of)
        tries = max(500, 4 * people)
        if people <= FEW:
            for no in range(8):
                self._move(no / 8, tries)
            self._prove()
            return
        share = clock.share(0)
        while share < 1:
            self._move(share, tries)
            share = clock.share(tries)

    def _move(self, share: float, tries: int) -> None:
        temperature = self.spread * HOT * (COLD / HOT) ** share
        self._exchange(temperature, tries)
        if self.flexible:
            self._resize(temperature, tries // _RESIZE)

    def _spread(self) -> float:
        """What an exchange typically changes."""
        scores = [score for row in self.scores for score in row]
        mean = sum(scores) / len(scores)
        variance = sum((score - mean) ** 2 for score in scores) / len(scores)
        return (4 * max(self.size) * variance) ** 0.5 or 1.0

    def _exchange(self, temperature: float, tries: int) -> None:
        """Two people change tables, accepted as in any annealing."""
        random, people = self.chance.random, len(self.table_of)
        table_of, pull, scores = self.table_of, self.pull, self.scores
        for _ in range(tries):
            one, other = int(random() * people), int(random() * people)
            here, there = table_of[one], table_of[other]
            if here == there:
                continue
            ours, theirs = pull[here], pull[there]
            gain = theirs[one] - ours[one] + ours[other] - theirs[other] - 2 * scores[one][other]
            if gain >= 0 or random() < exp(gain / temperature):
                table_of[one], table_of[other] = there, here
                self._change(one, other, here, there)
                self._note(gain)

    def _change(self, one: int, other: int, here: int, there: int) -> None:
        change = list(map(sub, self.scores[other], self.scores[one]))
        self.pull[here] = list(map(add, self.pull[here], change))
        self.pull[there] = list(map(sub, self.pull[there], change))

    def _resize(self, temperature: float, tries: int) -> None:
        """Somebody goes to a table that has room, from one that can miss somebody."""
        random, people, tables = self.chance.random, len(self.table_of), len(self.sizes)
        for _ in range(tries):
            one, there = int(random() * people), int(random() * tables)
            here = self.table_of[one]
            if here == there or self.size[here] <= self.sizes[here][0]:
                continue
            if self.size[there] >= self.sizes[there][1]:
                continue
            gain = self.pull[there][one] - self.pull[here][one]
            if gain >= 0 or random() < exp(gain / temperature):
                self.table_of[one] = there
                self.size[here] -= 1
                self.size[there] += 1
                self.pull[there] = list(map(add, self.pull[there], self.scores[one]))
                self.pull[here] = list(map(sub, self.pull[here], self.scores[one]))
                self._note(gain)

    def _note(self, gain: float) -> None:
        self.total += gain
        if self.total > self.highest + _SMALL:
            self.best, self.highest = list(self.table_of), self.total

    def _prove(self) -> None:
        proof = Proof(self.scores, self.sizes, self.highest)
        if proof.best is not None:
            self.best, self.highest = proof.best, proof.highest


class Proof:
    """Branch and bound: every way to seat people, except where it cannot become better any more."""

    def __init__(
        self, scores: Sequence[Sequence[float]], sizes: Sequence[tuple[int, int]], highest: float
    ) -> None:
        """`best` is a table per person that scores above `highest`, or None: there is none."""
        self.scores, self.sizes = scores, sizes
        self.highest, self.best = highest, None
        self.at: list[list[int]] = [[] for _ in sizes]
        self.people = people = len(scores)
        most = max(most for _, most in sizes)
        #: What people from this number on could win at most.
        self.hope = [0.0] * (people + 1)
        for who in reversed(range(people)):
            wins = sorted((score for score in scores[who][:who] if score > 0), reverse=True)
            self.hope[who] = self.hope[who + 1] + sum(wins[: most - 1])
        self._seat(0, 0.0)

    best: list[int] | None

    def _seat(self, who: int, total: float) -> None:
        if total + self.hope[who] <= self.highest + _SMALL or self._lacking() > self.people - who:
            return
        if who == self.people:
            self.highest = total
            place = {one: table for table, there in enumerate(self.at) for one in there}
            self.best = [place[one] for one in range(who)]
            return
        row = self.scores[who]
        for there in self._unlike():
            there.append(who)
            self._seat(who + 1, total + sum([row[other] for other in there[:-1]]))
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
