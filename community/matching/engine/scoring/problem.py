"""Who may fit where, and the answer: a score with the reasons it is the sum of.

Of a person nothing stands here that may not count: no origin, no sex, no attendance. An age is
read by a hard rule of the conversation alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

_NOTHING: Mapping[str, float] = {}
#: What a change says instead of a place, when coming online would do.
ONLINE = "online"


class Refusal(StrEnum):
    """A hard filter that keeps somebody out."""

    LANGUAGE = "language"  #: No language in common.
    AVAILABILITY = "availability"  #: Never there at that time of the week.
    REACH = "reach"  #: Does not come there.
    AGE = "age"  #: Too young or too old for its rule.
    ACCESS = "access"  #: The place lacks what this person needs.
    BLOCKED = "blocked"  #: Somebody is in it whom this person does not meet, or the reverse.
    SENSITIVE = "sensitive"  #: A sensitive theme to which this person never said yes.


class Component(StrEnum):
    """What a score is made of; each is between 0 and 1."""

    THEME = "theme"
    MEANING = "meaning"
    GETS = "gets"  #: Sought by the person, offered there.
    GIVES = "gives"  #: Offered by the person, sought there.
    TIME = "time"
    DISTANCE = "distance"
    NEWNESS = "newness"
    NEWCOMER = "newcomer"
    HOST = "host"


#: Together 1000, so that a score lies between 0 and 1000: docs/decisions, "What a fit is made of".
WEIGHTS: Mapping[Component, int] = {
    Component.THEME: 250,
    Component.MEANING: 150,
    Component.GETS: 150,
    Component.GIVES: 120,
    Component.TIME: 100,
    Component.DISTANCE: 80,
    Component.NEWCOMER: 60,
    Component.NEWNESS: 50,
    Component.HOST: 40,
}
MOST_POINTS = 1000


class Person(NamedTuple):
    """Somebody who may fit. Terms are any words that both sides use alike, such as theme ids.

    A tuple: thousands are made for one page, and a frozen dataclass takes four times as long.
    """

    id: str
    languages: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()  #: When in the week; empty: whenever.
    places: frozenset[str] = frozenset()  #: Where this person comes; empty: anywhere.
    comes_online: bool = True
    ages: tuple[int, int] | None = None  #: Certainly between these, both included; None: not said.
    needs: frozenset[str] = frozenset()  #: What a place must have.
    blocked: frozenset[str] = frozenset()  #: People, whoever of both does not want to meet.
    consents: frozenset[str] = frozenset()  #: Sensitive terms that may be used to suggest.
    likes: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    seeks: frozenset[str] = frozenset()
    kilometres: Mapping[str, float] = _NOTHING  #: By place.
    days_since_placed: int | None = None  #: None: never placed.
    times_placed: int = 0
    hosts: bool = False  #: Receives people at a table.


@dataclass(frozen=True, slots=True)
class Conversation:
    """Something with seats, and what it asks of who sits there."""

    id: str
    languages: frozenset[str] = frozenset()  #: Any of them will do; empty: no words needed.
    moments: frozenset[str] = frozenset()  #: The parts of the week that it covers.
    place: str | None = None  #: None: nowhere, or somewhere that is on nobody's list.
    is_online: bool = False  #: Can be followed online; without a place, only so.
    ages: tuple[int, int] | None = None  #: Its rule, both included.
    has: frozenset[str] = frozenset()  #: What the place has for who needs it.
    people: frozenset[str] = frozenset()  #: Who is in it already.
    sensitive: frozenset[str] = frozenset()  #: Terms that need a yes.
    themes: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    seeks: frozenset[str] = frozenset()
    wants_hosts: bool = False


@dataclass(frozen=True, slots=True)
class Weighing:
    """How heavy each component is, and each term: a rare one says more than a common one."""

    weights: Mapping[Component, int] = field(default_factory=lambda: WEIGHTS)
    rarity: Mapping[str, float] = field(default_factory=lambda: _NOTHING)  #: Not in it: 1.


@dataclass(frozen=True, slots=True)
class Contribution:
    """Points for one component, and what they are for: terms, moments, a place."""

    component: Component
    points: int
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """A person and a conversation; the contributions sum exactly to the score."""

    person: str
    conversation: str
    score: int
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why somebody is kept out, and the one change that lets them in.

    `change` is None when there is none: more than one filter refuses, or what refuses is not for
    this person to change. Otherwise any one of its values will do for a language, a moment, a
    place, and all of them together for a need or a consent.
    """

    person: str
    conversation: str
    reasons: tuple[Refusal, ...]
    change: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best, the best first; how many may come at all; how many each filter kept out."""

    fits: Sequence[Fit]
    eligible: int
    refused: Mapping[Refusal, int]
