"""A market as arrays: who could take which seats, and the plan that is worth most.

The only place that knows the flow solver of OR-tools. All numbers are 64-bit integers, so that what
is best is exactly best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from community.matching.engine.wrong import WrongProblem

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: The solver multiplies what an arc is worth by the number of nodes, in 64 bits.
ROOM = 2**62
TOO_BIG = "The numbers of this problem are too big to be added up exactly."


@dataclass(frozen=True, slots=True)
class Market:
    """Arc `i` says that `person[i]` may take one of `seats[i]`, which are so many by `capacity`."""

    people: int
    capacity: Numbers
    person: Numbers
    seats: Numbers

    def only(self, which: Flags) -> Market:
        """With these arcs alone."""
        return Market(self.people, self.capacity, self.person[which], self.seats[which])

    def taken_of(self, arcs: Flags | Numbers) -> Numbers:
        """How many of the seats these arcs take, per kind of seats."""
        return np.bincount(self.seats[arcs], minlength=len(self.capacity)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Push:
    """What it is worth, per seat, that the first so many seats are taken."""

    first: Numbers
    worth: Numbers


@dataclass(frozen=True, slots=True)
class Must:
    """Who has to sit, and which seats have to be taken, all of them."""

    sit: Flags
    fill: Flags

    @classmethod
    def nothing(cls, market: Market) -> Must:
        kinds = len(market.capacity)
        return cls(np.zeros(market.people, dtype=np.bool_), np.zeros(kinds, dtype=np.bool_))


def best(
    market: Market,
    worth: Numbers,
    *,
    must: Must | None = None,
    sizes: Numbers | None = None,
    push: Push | None = None,
) -> Numbers:
    """How much of every arc the plan takes that is worth most; everybody one seat, or `sizes`.

    Nobody has to be placed but who must: an arc that is worth less than nothing is never taken.
    """
    people, kinds = market.people, len(market.capacity)
    sizes = np.ones(people, dtype=np.int64) if sizes is None else sizes
    must = must or Must.nothing(market)
    highest = int(np.abs(worth).max(initial=0)) + (int(push.worth.max(initial=0)) if push else 0)
    if highest * (people + kinds + 2) >= ROOM:
        raise WrongProblem(TOO_BIG)
    flow = SimpleMinCostFlow()
    end = people + kinds
    add = flow.add_arcs_with_capacity_and_unit_cost
    arcs = add(market.person, people + market.seats, sizes[market.person], -worth)
    stay = np.flatnonzero(~must.sit)
    add(stay, np.full(len(stay), end), sizes[stay], np.zeros(len(stay), dtype=np.int64))
    free = np.flatnonzero(~must.fill)
    first = np.minimum(push.first, market.capacity)[free] if push else np.zeros_like(free)
    ends = np.full(len(free), end)
    add(people + free, ends, market.capacity[free] - first, np.zeros_like(free))
    if push:
        add(people + free, ends, first, -push.worth[free])
    flow.set_nodes_supplies(np.arange(people), sizes)
    demand = np.where(must.fill, market.capacity, 0)
    flow.set_nodes_supplies(people + np.arange(kinds), -demand)
    flow.set_node_supply(end, int(demand.sum() - sizes.sum()))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the flow solver gave up on a problem that has a plan")
    return np.asarray(flow.flows(arcs), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Prices:
    """What a place is worth to everybody, and what a seat costs: the proof of a best plan."""

    people: Numbers
    seats: Numbers


def prices_of(market: Market, worth: Numbers, taken: Flags) -> Prices:
    """The lowest prices that prove that no plan is worth more than the arcs that are `taken`.

    They are lengths of longest paths in what the plan leaves over: a seat costs at least what
    somebody would win by it. The flow solver does not give them. Where the plan could be better
    they would rise for ever.
    """
    order = np.argsort(market.seats, kind="stable")
    person, seats = market.person[order], market.seats[order]
    worth, taken = worth[order], taken[order]
    begins = np.flatnonzero(np.r_[True, seats[1:] != seats[:-1]]) if len(seats) else seats
    kinds = len(market.capacity)
    #: Who has no seat pays for the last one, which is nobody's and costs nothing.
    home = np.full(market.people, kinds)
    own = np.zeros(market.people, dtype=np.int64)
    home[person[taken]], own[person[taken]] = seats[taken], worth[taken]
    cost = np.zeros(kinds + 1, dtype=np.int64)
    for _step in range(kinds + 2):
        wins = worth - (own - cost[home])[person]
        highest = np.maximum.reduceat(wins, begins) if len(seats) else wins
        higher = np.maximum(highest, cost[seats[begins]])
        if np.array_equal(higher, cost[seats[begins]]):
            return Prices(own - cost[home], cost[:kinds])
        cost[seats[begins]] = higher
    raise RuntimeError("there is a better plan than the one that was to be proven")
