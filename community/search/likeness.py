"""How alike two words are, from 0 to 1: the same, another form, part of a compound, a slip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from community.search import arabic, dutch
from community.search.stopwords import COMMON

SAME = 1.0
SAME_STEM = 0.92
SAME_SOUND = 0.85
#: What was asked is a part of what was said (*band*, *fietsband*), or the reverse.
HAS_PART = 0.72
IS_PART = 0.6
#: What was said is only what the asked compound begins with: a *paard* is no *paardrijles*.
BEGINS_IT = 0.5
SHARES_PART = 0.5
#: Other endings than those of Dutch: *fotografie*, *нідерландську*.
SAME_BEGINNING = 0.75
PART_WITH_A_SLIP = SOUNDS_LIKE_PART = 0.55
ONE_SLIP = 0.8
TWO_SLIPS = 0.62
#: From here somebody would say that it is the same word.
AS_SAID = 0.85
#: Less is chance.
LEAST = 0.5

#: Letters that two compounds or two forms in other languages have to begin with.
_SHARED_BEGINNING = 5
#: Shorter words are too easily another word.
_SHORTEST_WITH_A_SLIP, _SHORTEST_WITH_TWO = 5, 9
_SHORTEST_PART_WITH_A_SLIP = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, and what it is compared by."""

    text: str
    stem: str
    sound: str
    heard: str  #: As it sounds with its endings.
    roots: tuple[str, ...]
    sounds: tuple[str, ...]  #: Of the roots.
    grams: frozenset[str]


@lru_cache(maxsize=50_000)
def word(text: str) -> Word:
    stem = dutch.stem(arabic.bare(text))
    grams = frozenset(
        each[at : at + 3] for each in (f" {text} ", f" {stem}") for at in range(len(each) - 2)
    )
    roots = dutch.roots(text)
    sounds = tuple(each for each in map(dutch.sound, roots) if len(each) >= _SHARED_BEGINNING)
    return Word(text, stem, dutch.sound(stem), dutch.sound(text), roots, sounds, grams)


def alike(asked: Word, said: Iterable[Word]) -> dict[str, float]:
    """Of these words, those that are alike enough, and how much."""
    grams, found = asked.grams, {}
    for each in said:
        # Nearly all fall off here, so nothing that costs more comes before it.
        if not grams.isdisjoint(each.grams) and (degree := likeness(asked, each)) >= LEAST:
            found[each.text] = degree
    return found


def likeness(one: Word, other: Word) -> float:
    """Of a word that was asked and one that was said: the first of these that holds, else 0."""
    if one.text == other.text:
        return SAME
    if one.stem == other.stem:
        return SAME_STEM
    if len(one.sound) >= dutch.SHORTEST and one.sound == other.sound:
        return SAME_SOUND
    if not COMMON.isdisjoint((one.text, other.text)):
        # So common that it is known how it is written, and that a compound is not about it.
        return 0.0
    return max(_by_parts(one, other), _by_slips(one, other))


def _by_parts(one: Word, other: Word) -> float:
    if _has_part(other.text, one.roots):
        return HAS_PART
    if _has_part(one.text, other.roots):
        return IS_PART if one.text.endswith(other.roots) else BEGINS_IT
    if _has_part(other.sound, one.sounds) or _has_part(one.sound, other.sounds):
        return SOUNDS_LIKE_PART
    if one.text[:_SHARED_BEGINNING] != other.text[:_SHARED_BEGINNING]:
        return 0.0
    pairs = zip(one.text, other.text, strict=False)
    shared = next((at for at, (a, b) in enumerate(pairs) if a != b), len(other.text))
    longest = max(len(one.text), len(other.text))
    if 10 * shared >= 7 * longest:
        return SAME_BEGINNING
    return SHARES_PART if 2 * shared >= longest else 0.0


def _has_part(text: str, roots: tuple[str, ...]) -> bool:
    if not (text.startswith(roots) or text.endswith(roots)):
        return False
    return any(dutch.is_a_part(root, text) for root in roots)


def _by_slips(one: Word, other: Word) -> float:
    shorter = min(len(one.text), len(other.text))
    if shorter < _SHORTEST_WITH_A_SLIP or 3 * len(one.grams & other.grams) < shorter:
        return 0.0
    if shorter < _SHORTEST_WITH_TWO and one.heard[:1] != other.heard[:1]:
        return 0.0  # *Haken* and *maken*: few slip at the beginning.
    most = 1
    if shorter >= _SHORTEST_WITH_TWO and 2 * len(one.grams & other.grams) >= shorter:
        most = 2
    slips = min(edits(one.text, other.text, most), edits(one.heard, other.heard, most))
    if slips <= most:
        return (SAME_SOUND, ONE_SLIP, TWO_SLIPS)[slips]
    part, compound = sorted((one.text, other.text), key=len)
    return PART_WITH_A_SLIP if _begins_or_ends(part, compound) else 0.0


def _begins_or_ends(part: str, compound: str) -> bool:
    """Whether a compound begins or ends with this word but for one slip: *belastng*."""
    size = len(part)
    if size < _SHORTEST_PART_WITH_A_SLIP or len(compound) < size + 2:
        return False
    if compound[0] == part[0]:
        return any(edits(part, compound[: size + by], 1) <= 1 for by in (1, 0, -1))
    return compound[-1] == part[-1] and any(
        edits(part, compound[-size - by :], 1) <= 1 for by in (1, 0, -1)
    )


def edits(one: str, other: str, most: int) -> int:
    """Letters to add, leave out, change, or swap with the next; `most` + 1 when it takes more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, theirs in enumerate(other, 1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != theirs))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == theirs:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)
