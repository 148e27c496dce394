"""A problem of tables, and the plan that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

#: Per round, per table, the ids of who sits there.
Rounds = Sequence[Sequence[Sequence[str]]]
#: Told now and then how far it is, 0 to 1; answers whether to go on.
Progress = Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who needs a seat in every round."""

    id: str
    #: Opt-in only: what the tables are mixed by, such as {"age": "65+"}.
    attributes: Mapping[str, str] = field(default_factory=dict)
    languages: Sequence[str] = ()
    host: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """At every table where one of these people sits, somebody else speaks the language."""

    language: str
    people: Sequence[str]


@dataclass(frozen=True, slots=True)
class Locked:
    """A seat that stays as it is."""

    round: int
    table: int
    person: str


@dataclass(frozen=True, slots=True)
class TablesProblem:
    """What MATCHING calls `"kind": "tables"`; its defaults are the program's."""

    people: Sequence[Guest]
    sizes: Sequence[tuple[int, int]]  #: Least and most, per table.
    rounds: int = 1
    seed: int = 0
    seconds: float = 2.0
    steps: int | None = None  #: When given, it replaces the clock, so that bytes can be compared.
    hosts_per_table: int = 0
    hosts_stay: bool = False
    together: Sequence[tuple[str, ...]] = ()
    apart: Sequence[tuple[str, str]] = ()
    cover: Sequence[Cover] = ()
    met_before: Sequence[tuple[str, str]] = ()
    pair_scores: Sequence[tuple[str, str, float]] = ()
    balance: Sequence[str] | None = None  #: None: every attribute.
    locked: Sequence[Locked] = ()
    #: The rounds of an earlier plan: then this is a repair, with as few people moved as can be.
    previous: Rounds | None = None
    absent: Sequence[str] = ()
    walk_ins: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """A wish that the plan does not honour, and the smallest set of wishes that it clashes with."""

    wish: tuple[str, ...]  #: Such as ("apart", "p3", "p4"), ("cover", "ar", "p9").
    clashes_with: Sequence[tuple[str, ...]]
    gain: str  #: What giving it up wins, and what another would, in English.
    #: Wishes of `clashes_with` any one of which could be given up instead.
    instead: Sequence[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a plan is; MATCHING defines each."""

    violations: Sequence[tuple[str, ...]]  #: Wishes and hard rules that do not hold.
    repeats: int
    misfits: Mapping[str, int]
    pair_score: float
    met_least: int
    met_mean: float


@dataclass(frozen=True, slots=True)
class TablesPlan:
    """The answer; `rounds[r][t]` holds the ids at table t in round r, in the problem's order."""

    rounds: Rounds
    violations: Sequence[Violation]
    figures: Figures
    moved: int
    seconds: float
    reasons: Mapping[str, Sequence[str]]
