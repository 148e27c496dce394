"""How good finding is: offers of many people and questions with what answers them, as data.

Written by hand for this, none taken from anybody. `HALVES` parts the questions of each kind in two:
rules are made looking at the first half only, and judged by the second.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from community.search.documents import folded
from community.search.folding import fold
from community.search.hits import Document, Label
from community.topics import vocabulary

HERE = Path(__file__).parent
#: How far people look.
LOOKED_AT = 5
ACROSS_LANGUAGES = ("ar", "tr", "pl", "uk", "en")
DUTCH = ("inflected", "compound", "synonym", "typo", "exact")
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Asked:
    kind: str
    question: str
    answers: frozenset[int]


#: What finds: a question in, the numbers of the offers out, the best first.
Finder = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some questions: the share of the answers among the first five, and how soon the first."""

    recall: float
    mrr: float
    questions: int


def offers() -> dict[int, Document]:
    """By number, with the labels that the register gives them: of their terms and their theme."""
    known = {entry.label: entry.document.labels[0] for entry in vocabulary.entries()}
    planted = import_module("migrations.versions.0004_the_public_themes")
    themes = {slug: Label(label, (label_en,)) for slug, label, label_en in planted.THEMES}
    return {
        number: Document(
            each["title"],
            each["text"],
            [*(known[term] for term in each["terms"]), themes[each["theme"]]],
        )
        for number, each in enumerate(_read("offers"), 1)
    }


def questions() -> list[Asked]:
    numbers = {each["key"]: number for number, each in enumerate(_read("offers"), 1)}
    return [
        Asked(each["kind"], each["question"], frozenset(numbers[key] for key in each["answers"]))
        for each in _read("questions")
    ]


def halves() -> tuple[list[Asked], list[Asked]]:
    """The half that rules are made with, and the half that is held out: by turns, kind by kind."""
    by_kind: dict[str, list[Asked]] = defaultdict(list)
    for asked in questions():
        by_kind[asked.kind].append(asked)
    first = [asked for each in by_kind.values() for asked in each[::2]]
    return first, [asked for each in by_kind.values() for asked in each[1::2]]


def figures(asked: Iterable[Asked], find: Finder) -> Figures:
    recalls, ranks = [], []
    for each in asked:
        if each.kind == NOTHING:
            continue
        found = list(find(each.question))
        first = found[:LOOKED_AT]
        recalls.append(len(each.answers & set(first)) / min(LOOKED_AT, len(each.answers)))
        at = next((place for place, one in enumerate(found, 1) if one in each.answers), None)
        ranks.append(1 / at if at else 0.0)
    return Figures(sum(recalls) / len(recalls), sum(ranks) / len(ranks), len(recalls))


def silence(asked: Iterable[Asked], find: Finder, *, answered: bool = False) -> float:
    """Of the questions that nothing answers, or of those that something does, how many get nothing.

    Given a finder of only what fits, it is how often is said that nothing does.
    """
    none = [not find(each.question) for each in asked if (each.kind != NOTHING) is answered]
    return sum(none) / len(none)


def plain_trigram(documents: Mapping[int, Document]) -> Finder:
    """What search is to beat: the share of the question's trigrams that stand in the document."""
    grams = {number: _grams(folded(said)) for number, said in documents.items()}

    def find(question: str) -> Sequence[int]:
        asked = _grams(f" {fold(question)} ")
        shared = {number: len(asked & theirs) for number, theirs in grams.items()}
        return sorted(
            (number for number in shared if shared[number]),
            key=lambda number: (-shared[number], len(grams[number]), number),
        )

    return find


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def _read(name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return found
