"""Scores, and the best of many: everybody is counted, only who is shown is explained.

A contribution is weight × component, rounded to a whole number of points; the score is the sum of
the contributions, so the two cannot differ, and a better component never lowers a score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from heapq import nsmallest
from math import isfinite
from operator import attrgetter
from typing import TypeVar
from zlib import crc32

from community.matching.engine.scoring.components import COMPONENTS, READS, Asked, because
from community.matching.engine.scoring.filters import first_refusal, that_may_refuse
from community.matching.engine.scoring.problem import (
    MOST_POINTS,
    Component,
    Contribution,
    Conversation,
    Fit,
    Person,
    Ranking,
    Refusal,
    Weighing,
)
from community.matching.engine.wrong import WrongProblem

_USUAL = Weighing()
_Key = TypeVar("_Key")
_NO_MEANING: Mapping[str, float] = {}

_Parts = tuple[tuple[Component, int, Callable[[Person, Asked], float]], ...]


def rank_people(
    conversation: Conversation,
    people: Collection[Person],
    weighing: Weighing = _USUAL,
    *,
    meaning: Mapping[str, float] = _NO_MEANING,
    most: int = 50,
) -> Ranking:
    """Who fits this conversation best. `meaning`, by person: 0–1, how alike the words are."""
    parts = _parts(weighing)
    asked = Asked(conversation, weighing, _sound(meaning))
    _check_ids(person.id for person in people)
    filters, crowd = that_may_refuse(conversation), _Crowd(asked, parts)
    scored = (
        (person, asked, no, 0 if no else crowd.score(person))
        for person in people
        for no in (first_refusal(person, conversation, filters),)
    )
    return _best(scored, parts, most)


def rank_conversations(
    person: Person,
    conversations: Collection[Conversation],
    weighing: Weighing = _USUAL,
    *,
    meaning: Mapping[str, float] = _NO_MEANING,
    most: int = 50,
) -> Ranking:
    """Which conversations fit this person best. `meaning`, by conversation: 0–1."""
    parts = _parts(weighing)
    _sound(meaning)
    _check_ids(each.id for each in conversations)
    scored = (
        (person, asked, no, 0 if no else _score(person, asked, parts))
        for each in conversations
        for asked in (Asked(each, weighing, {person.id: meaning.get(each.id, 0.0)}),)
        for no in (first_refusal(person, each),)
    )
    return _best(scored, parts, most)


def explain(
    person: Person,
    conversation: Conversation,
    weighing: Weighing = _USUAL,
    *,
    meaning: float = 0.0,
) -> Fit:
    """The score of one pair with its reasons, whatever the filters say."""
    asked = Asked(conversation, weighing, _sound({person.id: meaning}))
    return _explained(person, asked, _parts(weighing))


def _parts(weighing: Weighing) -> _Parts:
    weights = weighing.weights
    if any(weight < 0 for weight in weights.values()) or sum(weights.values()) > MOST_POINTS:
        raise WrongProblem(f"The weights must be 0 or more and together at most {MOST_POINTS}.")
    if any(not isfinite(each) or each <= 0 for each in weighing.rarity.values()):
        raise WrongProblem("The rarity of a term must be a number above 0.")
    return tuple(
        (component, weights[component], measured)
        for component, measured in COMPONENTS.items()
        if weights.get(component)
    )


def _score(person: Person, asked: Asked, parts: _Parts) -> int:
    score = 0
    for _component, weight, measured in parts:
        score += int(weight * measured(person, asked) + 0.5)
    return score


class _Crowd:
    """The same score for thousands of people: what many are alike in is measured once."""

    def __init__(self, asked: Asked, parts: _Parts) -> None:
        self._asked = asked
        self._alike = [
            (attrgetter(READS[component]), weight, measured, dict[object, int]())
            for component, weight, measured in parts
            if component in READS
        ]
        self._each = tuple(
            part
            for part in parts
            if part[0] not in READS and (asked.meaning or part[0] is not Component.MEANING)
        )

    def score(self, person: Person) -> int:
        score = _score(person, self._asked, self._each)
        for read, weight, measured, known in self._alike:
            value = read(person)
            points = known.get(value)
            if points is None:
                points = known[value] = int(weight * measured(person, self._asked) + 0.5)
            score += points
        return score


def _explained(person: Person, asked: Asked, parts: _Parts) -> Fit:
    """By the same arithmetic as `_score`; what brought no points is no reason."""
    contributions = tuple(
        Contribution(component, points, because(component, person, asked.conversation))
        for component, weight, measured in parts
        if (points := int(weight * measured(person, asked) + 0.5))
    )
    score = sum(each.points for each in contributions)
    return Fit(person.id, asked.conversation.id, score, contributions)


def _best(
    scored: Iterable[tuple[Person, Asked, Refusal | None, int]], parts: _Parts, most: int
) -> Ranking:
    """Who is equal is drawn by lot, the same each time: nobody is first for having come first."""
    refused: Counter[Refusal] = Counter()
    counted: list[tuple[int, int, str, Person, Asked]] = []
    for person, asked, no, score in scored:
        if no is None:
            key = f"{person.id}:{asked.conversation.id}"
            counted.append((-score, crc32(key.encode()), key, person, asked))
        else:
            refused[no] += 1
    best = nsmallest(most, counted, key=lambda each: each[:3])
    fits = tuple(_explained(person, asked, parts) for *_, person, asked in best)
    return Ranking(fits, len(counted), dict(refused))


def _sound(meaning: Mapping[_Key, float]) -> Mapping[_Key, float]:
    if any(not 0.0 <= each <= 1.0 for each in meaning.values()):
        raise WrongProblem("How alike two texts are must be a number from 0 to 1.")
    return meaning


def _check_ids(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise WrongProblem(f"The id {each!r} stands there twice.")
        seen.add(each)
