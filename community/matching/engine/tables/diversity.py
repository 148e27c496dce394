"""Pair scores alone among many people: the maximally diverse grouping problem."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from community.matching.engine.tables.building import even_sizes
from community.matching.engine.tables.clock import Clock

#: Temperatures, in the spread of what an exchange changes.
HOT, COLD = 0.4, 0.15
#: In what is left after this share of the time, the search only climbs.
HEATED = 0.97
#: After so many people the clock is looked at.
_VISIT = 200
#: So much chance is drawn at once; each person starts somewhere else in it.
_POOL = 50_000
_SMALL = 1e-9


class Diversity:
    """Who sits with whom in one round so that the sum of the scores at the tables is highest.

    What an exchange with each of the others wins comes from everybody's sum of scores with each
    table, as in G. Palubeckis and others (2011), for all of them at once; one is drawn, or none,
    with chances e^(gain / temperature) (the heat bath: S. and D. Geman, 1984).
    """

    def __init__(
        self, scores: Sequence[Sequence[float]], sizes: Sequence[tuple[int, int]], chance: Random
    ) -> None:
        self.scores, self.chance = np.array(scores), chance
        self.people = len(scores)
        self.twice = 2 * self.scores
        wanted = even_sizes(sizes, [0] * len(sizes), self.people)
        seats = [table for table, size in enumerate(wanted) for _ in range(size)]
        chance.shuffle(seats)
        self.table_of, self.size = np.array(seats), np.array(wanted)
        self.least, self.most = (np.array(bound) for bound in zip(*sizes, strict=True))
        #: Per table, per person, the sum of their scores with who sits there.
        self.pull = np.array([self.scores[self.table_of == table].sum(axis=0)
                              for table in range(len(sizes))])  # fmt: skip
        everyone = np.arange(self.people)
        #: Per person, their scores at their own table.
        self.own = self.pull[self.table_of, everyone]
        self.total = float(self.own.sum()) / 2
        self.best, self.highest = self.table_of.copy(), self.total
        self.spread = float((4 * max(wanted) * self.scores.var()) ** 0.5) or 1.0
        self.noise = np.random.default_rng(chance.getrandbits(64)).gumbel(
            size=len(wanted) + _POOL + self.people
        )
        self.flexible = bool((self.least < self.most).any())

    def run(self, clock: Clock) -> None:
        """Until the clock has run out."""
        share = clock.share(0)
        while share < 1:
            temperature = self.spread * HOT * (COLD / HOT) ** share if share < HEATED else 0.0
            for _ in range(_VISIT):
                self._move(int(self.chance.random() * self.people), temperature)
            self._note()
            share = clock.share(_VISIT)

    def _move(self, one: int, temperature: float) -> None:
        """This person changes with somebody, goes to a free seat, or stays."""
        here = self.table_of[one]
        begin = len(self.size) + int(self.chance.random() * _POOL)
        ours = self.pull[:, one]
        # In place, one after the other: what is done here is done a hundred thousand times.
        gain = ours.take(self.table_of)
        gain += self.pull[here]
        gain -= self.own
        gain -= self.twice[one]
        gain -= ours[here]
        gain *= self.table_of != here
        noise = temperature * self.noise[begin : begin + self.people]
        noise += gain
        other = int(noise.argmax())
        there = self.table_of[other]
        if self.flexible and self.size[here] > self.least[here]:
            room = ours - ours[here] + temperature * self.noise[begin - len(self.size) : begin]
            room[self.size >= self.most] = -np.inf
            to = int(room.argmax())
            if to != here and room[to] > noise[other]:
                self._go(one, here, to)
                return
        if there != here:
            self._exchange(one, other, here, there, float(gain[other]))

    def _exchange(self, one: int, other: int, here: int, there: int, gain: float) -> None:
        change = self.scores[other] - self.scores[one]
        self.pull[here] += change
        self.pull[there] -= change
        self.table_of[one], self.table_of[other] = there, here
        self._settle(here, there, gain)

    def _go(self, one: int, here: int, to: int) -> None:
        gain = float(self.pull[to, one] - self.pull[here, one])
        self.pull[here] -= self.scores[one]
        self.pull[to] += self.scores[one]
        self.table_of[one] = to
        self.size[here] -= 1
        self.size[to] += 1
        self._settle(here, to, gain)

    def _settle(self, here: int, there: int, gain: float) -> None:
        for table in (here, there):
            np.copyto(self.own, self.pull[table], where=self.table_of == table)
        self.total += gain

    def _note(self) -> None:
        if self.total > self.highest + _SMALL:
            self.best, self.highest = self.table_of.copy(), self.total
