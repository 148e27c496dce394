"""How a document is kept to be found: all it says, folded, in one string, its parts still apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from community.search.folding import fold
from community.search.hits import Document
from community.search.stopwords import EMPTY

# Folding leaves no signs, so these stand nowhere else.
_PART, _NAME = " | ", " ; "


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A label: all its words, and of each of its names those that say something.

    Looked up by what it is and not by what it says: two hundred documents share a few.
    """

    words: frozenset[str]
    names: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The folded words of a document: of its title, its text, and of each label."""

    title: frozenset[str]
    text: frozenset[str]
    labels: tuple[Named, ...]
    words: frozenset[str]  #: All of them.


def folded(said: Document) -> str:
    """Title, text and every label's names; a space on both edges, so that a word's edges show."""
    names = (_NAME.join(map(fold, (each.preferred, *each.also))) for each in said.labels)
    return f" {_PART.join((fold(said.title), fold(said.text), *names))} "


@lru_cache(maxsize=1_000)
def parts(of_folded: str) -> Parts:
    title, text, *labels = of_folded.split(_PART)
    named = tuple(map(_named, labels))
    own = frozenset(title.split()), frozenset(text.split())
    return Parts(*own, named, frozenset().union(*own, *(label.words for label in named)))


@lru_cache(maxsize=5_000)
def _named(label: str) -> Named:
    """Many documents are about the same: each of its labels is read once."""
    names = [name.split() for name in label.split(_NAME)]
    telling = (frozenset(word for word in name if word not in EMPTY) for name in names)
    return Named(frozenset().union(*names), tuple(name for name in telling if name))


def text_of(title: str, text: str, labels: Sequence[Sequence[str]]) -> str:
    """What a model reads of a document: its own words, and what the library calls its subjects."""
    return f"{title}. {text} {', '.join(label[0] for label in labels)}".strip()


def hash_of(of_folded: str) -> str:
    """Another one when it says something else."""
    return blake2b(of_folded.encode(), digest_size=16).hexdigest()
