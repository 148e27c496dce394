"""A problem of assignment, and the plan that answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who wants a seat, or several on one day."""

    id: str
    left_out: int = 0  #: How often this person was left out before.
    seats: int = 1  #: How many conversations this person wants to be in.


@dataclass(frozen=True, slots=True)
class Seats:
    """A conversation: something with seats."""

    id: str
    capacity: int
    least: int = 0  #: With fewer than this it does not go on.


@dataclass(frozen=True, slots=True)
class AssignmentProblem:
    """What MATCHING calls `"kind": "assignment"`; its defaults are the program's."""

    people: Sequence[Seeker]
    conversations: Sequence[Seats]
    pairs: Sequence[tuple[str, str, int]]  #: Person, conversation, score 0–1000: who may go where.
    overlaps: Sequence[tuple[str, str]] = ()
    together: Sequence[tuple[str, ...]] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """Prices that prove that no plan is better; `certificate.verify` checks them in one pass."""

    people: Mapping[str, int]
    conversations: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AssignmentPlan:
    """The answer."""

    placed: Sequence[tuple[str, str]]
    #: Who has no seat, and the conversations that were contested.
    unplaced: Mapping[str, Sequence[str]]
    closed: Sequence[str]  #: Conversations that would have had too few.
    people_placed: int
    score: int
    proven_optimal: bool
    big: int
    certificate: Certificate | None  #: None with least sizes, togethers or several seats.
    worst_rank: int
    mean_rank: float
    seconds: float
