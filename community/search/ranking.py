"""Which of the candidates answer the question: the same on both databases, and explainable.

A document's score is how much of the question it covers, its rare words counting most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from community.search.documents import Parts, parts
from community.search.likeness import AS_SAID, LEAST, likeness
from community.search.queries import Candidate
from community.search.questions import Question
from community.search.stopwords import EMPTY

#: A label was chosen to say what it is about; a title is what somebody put first.
LABEL_COUNTS, TITLE_COUNTS, TEXT_COUNTS = 0.97, 1.0, 0.96
#: How much of what is not covered a whole label makes up for, whose every word was asked for.
WHOLE_LABEL = 0.3
#: Below this it is no answer; nor is what covers so much less than the best.
GOOD_ENOUGH, BESIDE_THE_BEST = 0.34, 0.4


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
    read = [(each, parts(each.folded)) for each in candidates]
    met = [tuple(_met(word, said) for word in question.words) for _, said in read]
    weights = _weights(question, met)
    whole = sum(weights)
    found = []
    for (each, said), matches in zip(read, met, strict=True):
        if not whole:
            break
        covered = sum(w * m.likeness for w, m in zip(weights, matches, strict=True)) / whole
        label = _whole_label(question, said)
        score = covered if label is None else covered + WHOLE_LABEL * (1 - covered)
        found.append(Ranked(each.document_id, each.subject_id, score, matches, label))
    found.sort(key=lambda ranked: (-ranked.score, ranked.subject_id))
    return [each for each in found if _is_good(each, found[0])]


def _is_good(ranked: Ranked, best: Ranked) -> bool:
    return ranked.score >= max(GOOD_ENOUGH, BESIDE_THE_BEST * best.score)


def _met(asked: str, said: Parts) -> Match:
    best = Match()
    for words, counts in ((said.title, TITLE_COUNTS), (said.text, TEXT_COUNTS)):
        for word in words:
            alike = likeness(asked, word)
            if alike >= LEAST and alike * counts > best.likeness:
                best = Match(alike * counts, word)
    for at, names in enumerate(said.labels):
        for name in names:
            for word in name:
                alike = likeness(asked, word)
                if alike >= LEAST and alike * LABEL_COUNTS > best.likeness:
                    best = Match(alike * LABEL_COUNTS, word, at)
    return best


def _weights(question: Question, met: Sequence[Sequence[Match]]) -> list[float]:
    """How much each word counts: the rarer among the candidates, the more.

    A word that nobody said counts as much as the others do: it is neither rare nor common.
    """
    rarities: list[float | None] = []
    for at in range(len(question.words)):
        said = sum(matches[at].likeness for matches in met)
        rarities.append(log(1 + len(met) / said) if said else None)
    known = [rarity for rarity in rarities if rarity is not None]
    usual = sum(known) / len(known) if known else 0.0
    return [
        counts * (usual if rarity is None else rarity)
        for counts, rarity in zip(question.counts, rarities, strict=True)
    ]


def _whole_label(question: Question, said: Parts) -> int | None:
    """The first label of which some name stands in the question, every word of it."""
    for at, names in enumerate(said.labels):
        for name in names:
            words = [word for word in name if word not in EMPTY]
            if words and all(_asked_for(word, question) for word in words):
                return at
    return None


def _asked_for(word: str, question: Question) -> bool:
    return any(likeness(asked, word) >= AS_SAID for asked in question.words)
