"""The parts of a score, each a number between 0 and 1, and the reasons behind it.

What somebody did not say counts half: it neither wins from a clear yes nor loses from a clear no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import exp2, log2

from community.matching.engine.scoring.problem import (
    ONLINE,
    Component,
    Conversation,
    Person,
    Weighing,
)
from community.matching.engine.wrong import WrongProblem

NOT_SAID = 0.5
#: So far away that it counts half.
HALF_AT_KILOMETRES = 6.0
#: After so many days without a seat it makes no difference any more.
LONG_AGO_DAYS = 90
#: A newcomer's advantage is halved after so many seats.
PRIOR_STRENGTH = 3.0

Shares = tuple[tuple[str, float], ...]


def rarity(counts: Mapping[str, int], total: int) -> dict[str, float]:
    """How much each term says: 1 when everybody has it, more the fewer of `total` do."""
    return {
        term: 1.0 + log2((total + 1) / (min(count, total) + 1)) for term, count in counts.items()
    }


class Asked:
    """A conversation, made ready to be compared with thousands of people."""

    __slots__ = ("conversation", "gets", "gives", "meaning", "themes")

    def __init__(
        self, conversation: Conversation, weighing: Weighing, meaning: Mapping[str, float]
    ) -> None:
        self.conversation = conversation
        self.themes = _shares(conversation.themes, weighing.rarity)
        self.gets = _shares(conversation.offers, weighing.rarity)
        self.gives = _shares(conversation.seeks, weighing.rarity)
        #: By person.
        self.meaning = meaning


def _shares(terms: Iterable[str], rarity: Mapping[str, float]) -> Shares:
    """Each term with its share of the whole; in one order, because adding fractions is not free."""
    heavy = [(term, rarity.get(term, 1.0)) for term in sorted(terms)]
    whole = sum(weight for _, weight in heavy)
    return tuple((term, weight / whole) for term, weight in heavy)


def _met(shares: Shares, terms: frozenset[str]) -> float:
    met = 0.0
    if terms:
        for term, share in shares:
            if term in terms:
                met += share
    return met


def _theme(person: Person, asked: Asked) -> float:
    return _met(asked.themes, person.likes)


def _meaning(person: Person, asked: Asked) -> float:
    return asked.meaning.get(person.id, 0.0)


def _gets(person: Person, asked: Asked) -> float:
    return _met(asked.gets, person.seeks)


def _gives(person: Person, asked: Asked) -> float:
    return _met(asked.gives, person.offers)


def _time(person: Person, asked: Asked) -> float:
    """The share of it that lies within when this person can."""
    when = asked.conversation.moments
    if not when or not person.moments:
        return NOT_SAID
    if when <= person.moments:
        return 1.0
    return len(when & person.moments) / len(when)


def _distance(person: Person, asked: Asked) -> float:
    """Half at six kilometres, a quarter at twelve; nobody travels to what is online."""
    place = asked.conversation.place
    if _from_home(person, asked.conversation):
        return 1.0
    away = None if place is None else person.kilometres.get(place)
    if away is None:
        return NOT_SAID
    if not away >= 0:
        raise WrongProblem(f"Person {person.id!r} lives {away} kilometres from {place!r}.")
    return exp2(-away / HALF_AT_KILOMETRES)


def _from_home(person: Person, conversation: Conversation) -> bool:
    return conversation.is_online and person.comes_online


def _newness(person: Person, _asked: Asked) -> float:
    days = person.days_since_placed
    return 1.0 if days is None or days >= LONG_AGO_DAYS else max(0, days) / LONG_AGO_DAYS


def _newcomer(person: Person, _asked: Asked) -> float:
    """Of whom little is known much is hoped; the hope shrinks with every time it was seen."""
    return PRIOR_STRENGTH / (PRIOR_STRENGTH + max(0, person.times_placed))


def _host(person: Person, asked: Asked) -> float:
    return 1.0 if person.hosts and asked.conversation.wants_hosts else 0.0


COMPONENTS: Mapping[Component, Callable[[Person, Asked], float]] = {
    Component.THEME: _theme,
    Component.MEANING: _meaning,
    Component.GETS: _gets,
    Component.GIVES: _gives,
    Component.TIME: _time,
    Component.DISTANCE: _distance,
    Component.NEWCOMER: _newcomer,
    Component.NEWNESS: _newness,
    Component.HOST: _host,
}


#: The one thing of a person that a component looks at: who is alike in it gets the same points.
READS: Mapping[Component, str] = {
    Component.THEME: "likes",
    Component.GETS: "seeks",
    Component.GIVES: "offers",
    Component.TIME: "moments",
    Component.NEWCOMER: "times_placed",
    Component.NEWNESS: "days_since_placed",
    Component.HOST: "hosts",
}


def because(component: Component, person: Person, conversation: Conversation) -> tuple[str, ...]:
    """What the points of a component are for, in one order."""
    found: Mapping[Component, frozenset[str]] = {
        Component.THEME: conversation.themes & person.likes,
        Component.GETS: conversation.offers & person.seeks,
        Component.GIVES: conversation.seeks & person.offers,
        Component.TIME: conversation.moments & person.moments,
        Component.DISTANCE: frozenset({ONLINE} if _from_home(person, conversation) else ()),
    }
    return tuple(sorted(found.get(component, frozenset())))
