"""What no flow decides: which conversations go on, and where those who stay together go.

A flow fills conversations as far as it can and splits who stays together when that is worth more.
So it is asked again and again, each time with something decided: who was split goes where most of
them were, what stays too empty is closed, worst first; afterwards each closed one is tried once
more. The number of flows is bounded by the size of the problem, not by a clock, so that the same
problem always has the same plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import lcm

import numpy as np

from community.matching.engine.assignment.drawn import Drawn, Parties
from community.matching.engine.assignment.market import (
    ROOM,
    TOO_BIG,
    Flags,
    Market,
    Numbers,
    Push,
    best,
)
from community.matching.engine.wrong import WrongProblem

#: Arcs that all flows of one search see together; about a third of a second on an ordinary machine.
PATIENCE = 300_000
FEWEST_FLOWS, MOST_FLOWS = 12, 60
#: Up to here, what a conversation that goes on is worth is divided among its seats exactly.
MOST_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Scale:
    """How much each aim is worth, so that each comes before all below it together."""

    person: int  #: Somebody placed, once more for every time she was left out.
    viable: int  #: A conversation with a least number that goes on.
    seat: int  #: Every seat, besides its score.

    @classmethod
    def of(cls, drawn: Drawn, parties: Parties, *, several: bool) -> Scale:
        """`several`: whether who has a seat already may want another one."""
        seats = int((parties.sizes * parties.seats).sum())
        seat = 1000 * seats + 1 if several else 0
        viable = seats * (seat + 1000) + 1
        parts = lcm(*(int(least) for least in drawn.least if least))
        if parts <= MOST_PARTS:
            viable += -viable % parts
        return cls(viable * (int((drawn.least > 0).sum()) + 1), viable, seat)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which arcs of the parties are taken, and what that is worth."""

    taken: Flags
    value: int
    proven: bool = False  #: Whether no other choice is worth more.


class Search:
    """A search for the best choice, one flow after the other."""

    def __init__(self, drawn: Drawn, parties: Parties, told: Callable[[float], object]) -> None:
        self.drawn, self.parties, self.told = drawn, parties, told
        self.market = parties.market
        self.scale = Scale.of(drawn, parties, several=bool((parties.seats > 1).any()))
        #: For the flow in which everybody gets a first seat; smaller numbers are faster, and fit.
        self.first_scale = Scale.of(drawn, parties, several=False)
        if self.first_scale.person * int(parties.weight.max(initial=1) + 3) >= ROOM:
            raise WrongProblem(TOO_BIG)
        flows = PATIENCE // max(1, len(self.market.person))
        self.flows_left = self.flows = min(max(FEWEST_FLOWS, flows), MOST_FLOWS)
        self.clashes = _clashes(drawn)

    def best(self) -> Choice:
        may_go_on = self._enough_people()
        found = self._closing(may_go_on)
        if found.proven or not self.drawn.least.any():
            return found
        for closed in self._worth_a_try(may_go_on, found):
            if self.flows_left <= 0:
                break
            goes_on = self._open(found)
            goes_on[closed] = True
            tried = self._closing(goes_on, forced=closed)
            if tried.value > found.value:
                found = tried
        return found

    def value_of(self, taken: Flags) -> int:
        """What a choice is worth; it may leave no conversation too empty."""
        parties = self.parties
        sizes = parties.sizes[self.market.person]
        placed = np.unique(self.market.person[taken])
        filled = np.bincount(self.market.seats[taken], minlength=len(self.drawn.least))
        worth = self.scale.person * int(parties.weight[placed].sum())
        worth += self.scale.viable * int(((self.drawn.least > 0) & (filled > 0)).sum())
        return worth + int((parties.score + self.scale.seat * sizes)[taken].sum())

    def _enough_people(self) -> Flags:
        sizes = self.parties.sizes[self.market.person]
        eligible = np.bincount(self.market.seats, sizes, minlength=len(self.drawn.least))
        enough: Flags = np.greater_equal(eligible, np.maximum(self.drawn.least, 1))
        return enough & np.greater(self.market.capacity, 0)

    def _open(self, choice: Choice) -> Flags:
        """What goes on in this choice, or has no least number."""
        goes_on: Flags = (self.drawn.least == 0) | (self.market.taken_of(choice.taken) > 0)
        return goes_on

    def _worth_a_try(self, may_go_on: Flags, found: Choice) -> Iterator[int]:
        """The closed ones that could go on, those that need the fewest people first."""
        closed = np.flatnonzero(may_go_on & ~self._open(found))
        yield from (
            int(each) for each in closed[np.argsort(self.drawn.least[closed], kind="stable")]
        )

    def _closing(self, goes_on: Flags, forced: int | None = None) -> Choice:
        """Fill what goes on; close what stays too empty, until nothing is."""
        goes_on, first = goes_on.copy(), True
        while True:
            taken = self._filled(goes_on, forced)
            sizes = self.parties.sizes[self.market.person]
            filled = np.bincount(self.market.seats[taken], sizes[taken], len(goes_on))
            empty = np.flatnonzero(goes_on & (filled < self.drawn.least) & (filled > 0))
            if not len(empty):
                proven = first and forced is None and self._is_a_bound(taken, goes_on)
                return Choice(taken, self.value_of(taken), proven)
            share = filled[empty] / self.drawn.least[empty]
            worst = empty[np.argsort(share, kind="stable")[: max(1, len(empty) // 4)]]
            goes_on[worst] = False
            first = False

    def _is_a_bound(self, taken: Flags, goes_on: Flags) -> bool:
        """Whether no choice can pass a flow in which nothing had to be decided."""
        least = self.drawn.least
        exact = not (self.scale.viable % np.maximum(least, 1)).any()
        all_go_on = not (goes_on & (least > 0) & (self.market.taken_of(taken) == 0)).any()
        alone = self.parties.are_people and (self.parties.seats == 1).all()
        return bool(alone and (exact or all_go_on))

    def _filled(self, goes_on: Flags, forced: int | None) -> Flags:
        """Seat by seat: first everybody one, then who wants more."""
        taken = np.zeros(len(self.market.person), dtype=np.bool_)
        sizes = self.parties.sizes[self.market.person]
        worth = self.first_scale.person * self.parties.weight[self.market.person]
        push = self._push(self.first_scale, forced)
        for turn in range(int(self.parties.seats.max(initial=0))):
            used = np.bincount(self.market.seats[taken], sizes[taken], len(goes_on))
            free = self.market.capacity - used.astype(np.int64)
            may = goes_on[self.market.seats] & (self.parties.seats > turn)[self.market.person]
            if turn:
                may &= ~self._in_the_way(taken)
                worth = self.scale.seat * sizes
                push = self._push(self.scale, forced)
                push = replace(push, first=np.clip(push.first - used.astype(np.int64), 0, None))
            taken |= self._whole(may, free, worth + self.parties.score, push)
        return taken

    def _push(self, scale: Scale, forced: int | None = None) -> Push:
        """A conversation that goes on is worth something: each of its first seats a part of it."""
        least = self.drawn.least
        worth = -(-scale.viable // np.maximum(least, 1)) * (least > 0)
        if forced is not None:
            worth[forced] = scale.viable + self.first_scale.person * int(self.parties.weight.max())
        return Push(least, worth.astype(np.int64))

    def _in_the_way(self, taken: Flags) -> Flags:
        """Arcs to what somebody already has, or to what overlaps with that."""
        has: dict[int, set[int]] = {}
        for arc in np.flatnonzero(taken):
            to = int(self.market.seats[arc])
            has.setdefault(int(self.market.person[arc]), set()).update(
                self.clashes.get(to, ()), (to,)
            )
        nothing: set[int] = set()
        ends = zip(self.market.person, self.market.seats, strict=True)
        return np.array([int(to) in has.get(int(who), nothing) for who, to in ends], dtype=bool)

    def _whole(self, may: Flags, free: Numbers, worth: Numbers, push: Push) -> Flags:
        """A flow in which nobody is split: who was goes where most of them were, if they fit."""
        taken, free = np.zeros(len(may), dtype=np.bool_), free.copy()
        push = replace(push, first=push.first.copy())
        parties = self.parties
        while True:
            amounts = self._flow(may, free, worth, push)
            sizes = parties.sizes[self.market.person]
            split = np.unique(self.market.person[may][(amounts > 0) & (amounts < sizes[may])])
            if not len(split):
                taken[np.flatnonzero(may)[amounts > 0]] = True
                return taken
            most = np.zeros(len(may), dtype=np.int64)
            most[may] = amounts
            for party in split[np.argsort(-parties.sizes[split], kind="stable")]:
                mine = np.flatnonzero(may & (self.market.person == party))
                may = may & (self.market.person != party)
                size = int(parties.sizes[party])
                fits = mine[free[self.market.seats[mine]] >= size]
                if len(fits):
                    arc = fits[np.lexsort((-worth[fits], -most[fits]))[0]]
                    seats, taken[arc] = self.market.seats[arc], True
                    free[seats] -= size
                    push.first[seats] -= min(size, push.first[seats])

    def _flow(self, may: Flags, free: Numbers, worth: Numbers, push: Push) -> Numbers:
        self.flows_left -= 1
        self.told(max(0.0, 1 - self.flows_left / self.flows) * 0.8)
        sizes = self.parties.sizes
        market = Market(self.market.people, free, self.market.person[may], self.market.seats[may])
        each = -(-worth[may] // sizes[market.person])
        return best(market, each, sizes=sizes, push=push)


def _clashes(drawn: Drawn) -> dict[int, set[int]]:
    column = {each.id: index for index, each in enumerate(drawn.conversations)}
    clashes: dict[int, set[int]] = {}
    for one, other in drawn.problem.overlaps:
        clashes.setdefault(column[one], set()).add(column[other])
        clashes.setdefault(column[other], set()).add(column[one])
    return clashes
