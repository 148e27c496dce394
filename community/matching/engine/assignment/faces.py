"""All the best plans at once, narrowed by one wish after the other.

By the prices of one best plan all of them are known: they are the plans that use only arcs whose
worth is paid exactly, that seat everybody who would pay for a place, and that fill all seats that
cost something. So a second wish is a market of its own among those, and a third among what is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from community.matching.engine.assignment.market import (
    ROOM,
    Market,
    Must,
    Numbers,
    best,
    prices_of,
)


@dataclass(frozen=True, slots=True)
class Face:
    """What the best plans have in common, and what is still open between them."""

    market: Market  #: What is open: the arcs left, between whoever has any, and the seats left.
    must: Must  #: Who sits and what is full in every best plan.
    people: Numbers  #: The numbers that these people had at first.
    arcs: Numbers  #: The numbers that these arcs had at first.
    settled: Numbers  #: Arcs that every best plan takes, by those numbers.


def all_plans(market: Market, must: Must | None = None) -> Face:
    """Before anything was wished for."""
    return Face(
        market,
        must or Must.nothing(market),
        people=np.arange(market.people),
        arcs=np.arange(len(market.person)),
        settled=np.zeros(0, dtype=np.int64),
    )


def narrowed(face: Face, worth: Numbers) -> Face:
    """The plans of this face that are worth most; `worth` is of the arcs left, above nothing."""
    if not len(face.arcs):
        return face
    person, seats = face.market.person, face.market.seats
    taken = best(face.market, worth, must=face.must) > 0
    # To the prices, what must be is worth more than all the rest together.
    much = face.market.people * int(worth.max()) + 1
    weighed = worth + much * (face.must.sit[person] + face.must.fill[seats].astype(np.int64))
    prices = prices_of(face.market, weighed, taken)
    paid = prices.people[person] + prices.seats[seats] == weighed
    must = Must(face.must.sit | (prices.people > 0), face.must.fill | (prices.seats > 0))
    return _settled(Face(face.market.only(paid), must, face.people, face.arcs[paid], face.settled))


def any_plan(face: Face) -> Numbers:
    """One of the best plans, as numbers of arcs; which one is for the order of the arcs to say."""
    if not len(face.arcs):
        return face.settled
    taken = best(face.market, np.ones_like(face.arcs), must=face.must) > 0
    return np.concatenate([face.settled, face.arcs[taken]])


def room_for(face: Face) -> int:
    """How much an arc can be worth when this face is narrowed."""
    people, kinds = face.market.people, len(face.market.capacity)
    return ROOM // (2 * people + kinds + 3)


def _settled(face: Face) -> Face:
    """Who must sit and has one way left takes it; what that fills is no way for others."""
    capacity, left = face.market.capacity.copy(), np.ones(len(face.arcs), dtype=np.bool_)
    settled = [face.settled]
    person, seats = face.market.person, face.market.seats
    while True:
        ways = np.bincount(person[left], minlength=face.market.people)
        now = left & face.must.sit[person] & (ways[person] == 1)
        capacity -= face.market.taken_of(now)
        settled.append(face.arcs[now])
        stay = left & ~now & (capacity[seats] > 0)
        if np.array_equal(stay, left):
            break
        left = stay
    people, row = np.unique(person[left], return_inverse=True)
    return Face(
        Market(len(people), capacity, row.astype(np.int64), seats[left]),
        Must(face.must.sit[people], face.must.fill),
        face.people[people],
        face.arcs[left],
        np.concatenate(settled),
    )
