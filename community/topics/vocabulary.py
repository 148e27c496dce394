"""The words that every library begins with: `vocabulary/*.json`, one file a theme.

They are this house's own, not anybody's thesaurus. Of each term the Dutch name, other words for it
in six languages as people say them, the theme it stands under (the file) and others, what is
broader, and whether it may lay a life open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from community.search.folding import fold
from community.search.hits import Document, Label

FILES = Path(__file__).parent / "vocabulary"
#: In which there can be other words for a term, the library's own language first.
LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk")


@dataclass(frozen=True, slots=True)
class Wording:
    """Another word for a term."""

    language: str
    label: str
    folded: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as the house brings it."""

    label: str
    folded: str
    themes: Sequence[str]  #: Slugs; the one of its file first.
    broader: Sequence[str]  #: Folded labels.
    is_sensitive: bool
    labels: Sequence[Wording]
    document: Document


@cache
def entries() -> tuple[Entry, ...]:
    """All of them, read once."""
    files = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FILES.glob("*.json")))
    return tuple(_entry(file["theme"], said) for file in files for said in file["terms"])


def _entry(theme: str, said: Mapping[str, Any]) -> Entry:
    label = said["label"]
    labels = [
        Wording(language, word, fold(word)) for language in LANGUAGES for word in said[language]
    ]
    return Entry(
        label=label,
        folded=fold(label),
        themes=[theme, *said.get("themes", ())],
        broader=[fold(broader) for broader in said.get("broader", ())],
        is_sensitive=said.get("sensitive", False),
        labels=labels,
        document=document(label, [wording.label for wording in labels]),
    )


def document(label: str, others: Sequence[str]) -> Document:
    """How a term is found: by what the library calls it and by every other word for it."""
    return Document(title=label, labels=[Label(label, tuple(dict.fromkeys(others)))])
