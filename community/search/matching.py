"""Tier 0 of search: every word of the question stands somewhere in a folded text."""

from __future__ import annotations

from sqlalchemy import ColumnElement, literal
from sqlalchemy.orm import InstrumentedAttribute

from community.search.folding import fold

#: More words than anybody types; what comes after is not looked for.
MOST_WORDS = 8
#: From here a word is also found inside another: *fiets* in *kinderfiets*, but not *is* in *vis*.
LONG_ENOUGH_INSIDE = 4

_ESCAPE = "\\"


def words_of(question: str) -> list[str]:
    """The words to look for, folded, each once, in the order they were typed."""
    return list(dict.fromkeys(fold(question).split()))[:MOST_WORDS]


def has_every_word(folded: InstrumentedAttribute[str], question: str) -> list[ColumnElement[bool]]:
    """Conditions on a folded column; none when the question has no words."""
    edged = literal(" ").concat(folded)
    return [
        folded.like(f"%{_plain(word)}%", escape=_ESCAPE)
        if len(word) >= LONG_ENOUGH_INSIDE
        else edged.like(f"% {_plain(word)}%", escape=_ESCAPE)
        for word in words_of(question)
    ]


def _plain(word: str) -> str:
    """The word with LIKE's own signs made ordinary."""
    for sign in (_ESCAPE, "%", "_"):
        word = word.replace(sign, _ESCAPE + sign)
    return word
