"""Which items say nearly the same: by their words always, by their meaning when models are here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from community.harvests.models import HarvestItem
from community.search import tiers
from community.search.folding import fold
from community.search.likeness import AS_SAID, Word, likeness, word
from community.topics.small_words import says_something

#: Of the words that say something, so many are shared by what says the same.
SAME_WORDS = 0.6
#: More items than this are read by nobody as pairs.
MOST = 150


def groups(items: Sequence[HarvestItem]) -> list[list[HarvestItem]]:
    """Proposals to join: each at least two that say nearly the same; a librarian decides."""
    items = items[:MOST]
    near = _by_meaning([item.text for item in items])
    spoken = [_telling(item.text) for item in items]
    together = list(range(len(items)))
    for one, other in combinations(range(len(items)), 2):
        if near(one, other) or shared(spoken[one], spoken[other]) >= SAME_WORDS:
            first, last = sorted((together[one], together[other]))
            together = [first if each == last else each for each in together]
    found = [
        [item for item, of in zip(items, together, strict=True) if of == group]
        for group in sorted(set(together))
    ]
    return [group for group in found if len(group) > 1]


def shared(one: Sequence[Word], other: Sequence[Word]) -> float:
    """How much of two texts is the same, from 0 to 1, by words in any form."""
    if not one or not other:
        return 0.0
    stems = {each.stem for each in one} & {each.stem for each in other}
    if not stems:
        return 0.0
    common = sum(any(likeness(a, b) >= AS_SAID for b in other) for a in one)
    common += sum(any(likeness(a, b) >= AS_SAID for a in one) for b in other)
    return common / (len(one) + len(other))


def _telling(text: str) -> list[Word]:
    return [word(each) for each in dict.fromkeys(fold(text).split()) if says_something(each)]


def _by_meaning(texts: Sequence[str]) -> Callable[[int, int], bool]:
    """Whether two of them mean nearly the same; without models that is not known."""
    models = tiers.models()
    if models is None or len(texts) < 2:
        return lambda _one, _other: False
    return models.alike(texts)
