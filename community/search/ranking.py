"""Which of the candidates answer the question: the same on both databases, and explainable.

A document's score is how much of the question it covers, its rare words counting most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from community.search.documents import Parts, names, parts
from community.search.likeness import AS_SAID, alike, word
from community.search.queries import Candidate
from community.search.questions import Question
from community.search.stopwords import EMPTY

#: A label was chosen to say what it is about; a title is what somebody put first.
LABEL_COUNTS, TITLE_COUNTS, TEXT_COUNTS = 0.97, 1.0, 0.96
#: How much of what is not covered a whole label makes up for, whose every word was asked for.
WHOLE_LABEL = 0.3
#: A word that none of the candidates said, beside those that some did.
UNKNOWN_COUNTS = 0.4
#: Below this it is no answer, though less will do when a word of it really stands there; nor is
#: what covers so much less than the best.
GOOD_ENOUGH, GOOD_IF_IT_STANDS, BESIDE_THE_BEST = 0.34, 0.2, 0.5
STANDS = 0.75


@dataclass(frozen=True, slots=True)
class Match:
    """How one word of the question is met."""

    likeness: float = 0.0
    said: str = ""
    label: int | None = None  #: In which label; None in its own words.


@dataclass(frozen=True, slots=True)
class Ranked:
    document_id: int
    subject_id: int
    score: float
    matches: tuple[Match, ...]  #: One for each word of the question.
    label: int | None  #: The label that was asked for whole.


def rank(question: Question, candidates: Sequence[Candidate]) -> list[Ranked]:
    """The good answers, the best first; which others there are shapes only how rare a word is."""
    read = [parts(each.folded) for each in candidates]
    vocabulary = [word(each) for each in frozenset[str]().union(*(said.words for said in read))]
    alikes = [alike(word(asked), vocabulary) for asked in question.words]
    met = [tuple(_met(likes, said) for likes in alikes) for said in read]
    weights = _weights(question, met)
    if not any(weights):
        return []
    asked_for = frozenset(
        each for likes in alikes for each, degree in likes.items() if degree >= AS_SAID
    )
    found = []
    for each, said, matches in zip(candidates, read, met, strict=True):
        covered = sum(w * m.likeness for w, m in zip(weights, matches, strict=True)) / sum(weights)
        label = _whole_label(asked_for, said)
        score = covered if label is None else covered + WHOLE_LABEL * (1 - covered)
        found.append(Ranked(each.document_id, each.subject_id, score, matches, label))
    found.sort(key=lambda ranked: (-ranked.score, ranked.subject_id))
    return [each for each in found if _is_good(each, found[0])]


def _is_good(ranked: Ranked, best: Ranked) -> bool:
    stands = any(match.likeness >= STANDS for match in ranked.matches)
    return ranked.score >= max(
        GOOD_IF_IT_STANDS if stands else GOOD_ENOUGH, BESIDE_THE_BEST * best.score
    )


def _met(likes: Mapping[str, float], said: Parts) -> Match:
    """The word in a document that is most like the one that was asked."""
    best = Match()
    for words, counts in ((said.title, TITLE_COUNTS), (said.text, TEXT_COUNTS)):
        for each in likes.keys() & words:
            if likes[each] * counts > best.likeness:
                best = Match(likes[each] * counts, each)
    for at, label in enumerate(said.labels):
        for each in likes.keys() & label.words:
            if likes[each] * LABEL_COUNTS > best.likeness:
                best = Match(likes[each] * LABEL_COUNTS, each, at)
    return best


def _weights(question: Question, met: Sequence[Sequence[Match]]) -> list[float]:
    """How much each word counts: the rarer among the candidates, the more.

    A word that nobody said counts less than the others do: it tells nobody apart.
    """
    rarities: list[float | None] = []
    for at in range(len(question.words)):
        said = [matches[at].likeness for matches in met]
        rarities.append(log(1 + len(met) / sum(said)) if any(said) else None)
    known = [rarity for rarity in rarities if rarity is not None]
    usual = sum(known) / len(known) if known else 0.0
    return [
        counts * (UNKNOWN_COUNTS * usual if rarity is None else rarity)
        for counts, rarity in zip(question.counts, rarities, strict=True)
    ]


def _whole_label(asked_for: frozenset[str], said: Parts) -> int | None:
    """The first label of which some name stands in the question, every word of it."""
    for at, label in enumerate(said.labels):
        if asked_for.isdisjoint(label.words):
            continue
        for name in names(label):
            telling = [each for each in name if each not in EMPTY]
            if telling and all(each in asked_for for each in telling):
                return at
    return None
