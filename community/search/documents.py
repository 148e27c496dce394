"""How a document is kept to be found: all it says, folded, in one string, its parts still apart."""

from __future__ import annotations

from dataclasses import dataclass

from community.search.folding import fold
from community.search.hits import Document

# Folding leaves no signs, so these stand nowhere else.
_PART, _NAME = " | ", " ; "


@dataclass(frozen=True, slots=True)
class Parts:
    """The folded words of a document: of its title, its text, and per label of each name."""

    title: list[str]
    text: list[str]
    labels: list[list[list[str]]]


def folded(said: Document) -> str:
    """Title, text and every label's names; a space on both edges, so that a word's edges show."""
    names = (_NAME.join(map(fold, (each.preferred, *each.also))) for each in said.labels)
    return f" {_PART.join((fold(said.title), fold(said.text), *names))} "


def parts(of_folded: str) -> Parts:
    title, text, *labels = of_folded.split(_PART)
    return Parts(
        title.split(),
        text.split(),
        [[name.split() for name in label.split(_NAME)] for label in labels],
    )
