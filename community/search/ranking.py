"""Which of the candidates answer the question: the same on both databases, and explainable.

A document's score is how much of the question it covers, its rare words counting most.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

from community.search.documents import Named, Parts, parts
from community.search.likeness import AS_SAID, alike, word
from community.search.queries import Candidate
from community.search.questions import Question
from community.search.stopwords import WEAK

#: A label was chosen to say what it is about; a title is what somebody put first.
LABEL_COUNTS, TITLE_COUNTS, TEXT_COUNTS = 0.97, 1.0, 0.96
#: How much a word of a label counts that stands in no name which the question says whole.
PART_OF_NAME = 0.8
#: How much of what is not covered a whole label makes up for, whose every word was asked for.
WHOLE_LABEL = 0.2
#: A word that none of the candidates said, beside those that some did.
UNKNOWN_COUNTS = 0.4
#: From here on a word stands there, if in another form.
STANDS = 0.75
#: Below these it is not even near: by itself, and beside the best.
NEAR, BESIDE_THE_BEST = 0.3, 0.4
#: From here on it fits: half of what was asked is there. Chosen on one half of `tests/search`.
FITS = 0.5
#: More words than these need not be there.
ENOUGH_WORDS = 4


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
    score: float  #: How much of the question is covered, beside the other candidates.
    covered: float  #: How much by itself: the mean of the words that say something.
    matches: tuple[Match, ...]  #: One for each word of the question.
    label: int | None  #: The label that was asked for whole.

    @property
    def fits(self) -> bool:
        return self.covered + WHOLE_LABEL * (self.label is not None) >= FITS


def rank(question: Question, candidates: Sequence[Candidate]) -> list[Ranked]:
    """All in which something that was asked is met, the best first.

    Which others there are shapes only how rare a word is.
    """
    read = [parts(each.folded) for each in candidates]
    vocabulary = [word(each) for each in frozenset[str]().union(*(said.words for said in read))]
    alikes = [alike(word(asked), vocabulary) for asked in question.words]
    labels = _read_labels(alikes, frozenset[Named]().union(*(said.labels for said in read)))
    met = [tuple(_met(at, likes, said, labels) for at, likes in enumerate(alikes)) for said in read]
    weights = _weights(question, met)
    telling = [at for at, count in enumerate(question.counts) if count == max(question.counts)]
    found = []
    for each, said, matches in zip(candidates, read, met, strict=True):
        met_by = sorted((matches[at].likeness for at in telling), reverse=True)[:ENOUGH_WORDS]
        covered = sum(met_by) / len(met_by)
        if not covered:
            continue
        score = sum(w * m.likeness for w, m in zip(weights, matches, strict=True)) / sum(weights)
        label = next((at for at, one in enumerate(said.labels) if labels[one].is_whole), None)
        if label is not None:
            score += WHOLE_LABEL * (1 - score)
        found.append(Ranked(each.document_id, each.subject_id, score, covered, matches, label))
    return sorted(found, key=lambda ranked: (-ranked.score, ranked.subject_id))


def near(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Of these, the best first, those that come near; what fits before what does not."""
    least = max(NEAR, BESIDE_THE_BEST * ranked[0].score) if ranked else NEAR
    return sorted((each for each in ranked if each.score >= least), key=lambda each: not each.fits)


@dataclass(frozen=True, slots=True)
class _Label:
    """What a label, of however many documents, has of the question."""

    matches: Sequence[Match]
    is_whole: bool  #: Every word of one of its names was asked for.


def _met(at: int, likes: Mapping[str, float], said: Parts, labels: Mapping[Named, _Label]) -> Match:
    """The word in a document that is most like the one that was asked."""
    best = Match()
    for words, counts in ((said.title, TITLE_COUNTS), (said.text, TEXT_COUNTS)):
        for each in likes.keys() & words:
            if likes[each] * counts > best.likeness:
                best = Match(likes[each] * counts, each)
    for number, label in enumerate(said.labels):
        match = labels[label].matches[at]
        if match.likeness > best.likeness:
            best = Match(match.likeness, match.said, number)
    return best


def _read_labels(
    alikes: Sequence[Mapping[str, float]], labels: frozenset[Named]
) -> dict[Named, _Label]:
    said = {each for likes in alikes for each, degree in likes.items() if degree >= AS_SAID}
    stands = {each for likes in alikes for each, degree in likes.items() if degree >= STANDS}
    return {
        label: _Label(
            [_met_by_label(label, likes, said) for likes in alikes],
            any(name <= stands and not name.isdisjoint(said - WEAK) for name in label.names),
        )
        for label in labels
    }


def _met_by_label(label: Named, likes: Mapping[str, float], said: Collection[str]) -> Match:
    """The word in a name that is most like a word of the question.

    A word that is only a part of a name says less: *schrijven* is not *programma schrijven*.
    """
    best = Match()
    known = likes.keys() & label.words
    for name in label.names if known else ():
        whole = sum(each in said for each in name) / len(name)
        counts = LABEL_COUNTS * (PART_OF_NAME + (1 - PART_OF_NAME) * whole)
        for each in known & name:
            if likes[each] * counts > best.likeness:
                best = Match(likes[each] * counts, each)
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
