"""Why something was found, shown as its writer wrote it."""

from __future__ import annotations

import re
from collections.abc import Collection

from community.search.folding import fold
from community.search.hits import Because, Reason
from community.search.likeness import AS_SAID
from community.search.models import SearchDocument
from community.search.ranking import Match, Ranked

LONGEST_PASSAGE = 140

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def reasons(ranked: Ranked, said: SearchDocument) -> tuple[Reason, ...]:
    """What carries the most first: its own words, the term, a word that looks like it."""
    own = [match for match in ranked.matches if match.said and match.label is None]
    exact = {match.said for match in own if match.likeness >= AS_SAID - 0.05}
    found = []
    if exact and (passage := _passage(said, exact)):
        found.append((_carried(own, exact), Reason(Because.OWN_WORDS, passage)))
    if ranked.label is not None:
        labelled = [match for match in ranked.matches if match.label == ranked.label]
        whole = 0.0 if exact else 1.0
        reason = Reason(Because.SAME_TERM, said.labels[ranked.label][0])
        found.append((whole + sum(match.likeness for match in labelled), reason))
    rest = [match for match in ranked.matches if match.said and match.said not in exact]
    if rest and not found:
        best = max(rest, key=lambda match: match.likeness)
        found.append((best.likeness, Reason(Because.ALIKE, _as_written(said, best))))
    found.sort(key=lambda pair: -pair[0])
    return tuple(reason for _, reason in found)


def _carried(own: Collection[Match], exact: Collection[str]) -> float:
    return sum(match.likeness for match in own if match.said in exact)


def _passage(said: SearchDocument, words: Collection[str]) -> str:
    """The sentence with the most of these words, cut around the first when it is long."""
    best, most = "", 0
    for written in (said.title, said.text):
        for sentence in _SENTENCE.findall(written):
            count = len(set(fold(sentence).split()) & set(words))
            if count > most:
                best, most = sentence.strip(), count
    if len(best) <= LONGEST_PASSAGE:
        return best
    at = next(
        (word.start() for word in _WORD.finditer(best) if set(fold(word[0]).split()) & set(words)),
        0,
    )
    return _cut(best, at)


def _cut(sentence: str, at: int) -> str:
    """Whole words around a place in a long sentence, `…` where something was left out."""
    begin = max(0, min(at - LONGEST_PASSAGE // 3, len(sentence) - LONGEST_PASSAGE))
    end = begin + LONGEST_PASSAGE
    if begin:
        begin = sentence.find(" ", begin, at) + 1 or begin
    cut = sentence[begin:end]
    if end < len(sentence):
        cut = cut.rsplit(" ", 1)[0]
    return f"{'…' if begin else ''}{cut.strip()}{'…' if end < len(sentence) else ''}"


def _as_written(said: SearchDocument, match: Match) -> str:
    """The word as its writer wrote it, or of a label what the library calls it."""
    if match.label is not None:
        return str(said.labels[match.label][0])
    for written in (said.title, said.text):
        for word in _WORD.finditer(written):
            if fold(word[0]) == match.said:
                return word[0]
    return match.said
