"""How alike two words are, from 0 to 1: the same, another form, part of a compound, a slip."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from community.search import dutch

SAME = 1.0
SAME_STEM = 0.92
SAME_SOUND = 0.85
#: What was asked is a part of what was said (*band*, *fietsband*), or the reverse.
HAS_PART = 0.72
IS_PART = 0.6
SHARES_PART = 0.5
PART_WITH_A_SLIP = 0.6
ONE_SLIP = 0.8
TWO_SLIPS = 0.62
#: From here somebody would say that it is the same word.
AS_SAID = 0.85
#: Less is chance.
LEAST = 0.5

#: Letters that two compounds or two forms in other languages have to begin with.
_SHARED_BEGINNING = 5
#: Shorter words are too easily another word.
_SHORTEST_WITH_A_SLIP, _SHORTEST_WITH_TWO = 5, 8
_SHORTEST_PART_WITH_A_SLIP = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, and what it is compared by."""

    text: str
    stem: str
    sound: str
    roots: tuple[str, ...]
    grams: frozenset[str]


@lru_cache(maxsize=100_000)
def word(text: str) -> Word:
    stem = dutch.stem(text)
    edged = f" {text} "
    grams = frozenset(edged[at : at + 3] for at in range(len(edged) - 2))
    return Word(text, stem, dutch.sound(stem), dutch.roots(text), grams)


@lru_cache(maxsize=200_000)
def likeness(asked: str, said: str) -> float:
    """The first of these that holds; 0 when none does."""
    if asked == said:
        return SAME
    one, other = word(asked), word(said)
    if one.stem == other.stem:
        return SAME_STEM
    if len(one.sound) >= dutch.SHORTEST and one.sound == other.sound:
        return SAME_SOUND
    if not one.grams & other.grams:
        return 0.0
    return max(_by_parts(one, other), _by_slips(one, other))


def _by_parts(one: Word, other: Word) -> float:
    if any(dutch.is_a_part(root, other.text) for root in one.roots):
        return HAS_PART
    if any(dutch.is_a_part(root, one.text) for root in other.roots):
        return IS_PART
    pairs = zip(one.text, other.text, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if shared >= _SHARED_BEGINNING and 2 * shared >= max(len(one.text), len(other.text)):
        return SHARES_PART
    return 0.0


def _by_slips(one: Word, other: Word) -> float:
    shorter = min(len(one.text), len(other.text))
    if shorter < _SHORTEST_WITH_A_SLIP or 4 * len(one.grams & other.grams) < shorter:
        return 0.0
    most = 2 if shorter >= _SHORTEST_WITH_TWO else 1
    slips = min(edits(one.text, other.text, most), edits(one.sound, other.sound, most))
    if slips <= most:
        return (SAME_SOUND, ONE_SLIP, TWO_SLIPS)[slips]
    return PART_WITH_A_SLIP if _begins_or_ends(one.text, other.text) else 0.0


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
