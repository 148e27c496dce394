"""One word in its many forms: what a label and a sentence have in common, whatever the ending.

No stemmer: a word stands for a small set of forms, and two words are the same when their sets
meet. So *fiets*, *fietsen* and *fietsje* do, *bakken* and *bak*, and *school* and *schoon* do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

#: What may come off at the end, per language, folded as `search.folding.fold` does.
_ENDINGS = {
    "nl": "en e n s t d je jes tje tjes de te",
    "en": "s es ing er ers ed e ly",
    "tr": (
        "i u e a yi yu ni nu si su ya ye da de ta te dan den tan ten in un nin nun la le im um"
        " lar ler lari leri larim lerim lik luk ci cu mak mek ma me mayi meyi maya meye"
        " iyorum uyorum yorum mim imi umu ini unu ime ine una"
    ),
    "pl": (
        "a e i y o u ow om ami ach em ie ia iu ego ej ym ych owy owa owe ac ic yc ec"
        " am im uje anie ania aniu enie enia eniu ka ki ke ek"
    ),
    "uk": (
        "а и і у ю я е о ів ам ами ах ою ею ом ем ого ої ий ій их им ати ити іти ути ти"
        " аю ую ання анні іння ення анням ці ку ка ки"
    ),
    "ar": "ه ة ي ات ين ون ها هم نا",
}
#: What may come off at the front.
_FRONTS = {"nl": ("ge",), "ar": ("ال", "وال", "بال", "لل", "فال", "كال", "و", "ب", "ل")}
#: Letters that must be left.
_LEAST = 3

_BY_LANGUAGE = {
    language: sorted({"", *endings.split()}, key=len) for language, endings in _ENDINGS.items()
}
_VOWELS = frozenset("aeiouy")
_HARD = {"z": "s", "v": "f"}


@lru_cache(maxsize=20_000)
def forms(word: str, language: str) -> frozenset[str]:
    """The forms that a folded word stands for, in this language."""
    found = {word}
    for begun in _without_front(word, language):
        for ending in _BY_LANGUAGE.get(language, ("",)):
            bare = begun.removesuffix(ending)
            if (bare != begun or not ending) and len(bare) >= _LEAST:
                found.update(_dutch(bare, ending) if language == "nl" else (bare,))
    return frozenset(found)


def _without_front(word: str, language: str) -> Iterator[str]:
    yield word
    for front in _FRONTS.get(language, ()):
        if word.startswith(front) and len(word) - len(front) >= _LEAST:
            yield word[len(front) :]


def _dutch(bare: str, ending: str) -> Iterator[str]:
    """Dutch spells for the ear: *bakken*, *bak*; *koken*, *kook*; *lezen*, *lees*."""
    yield bare
    if not ending.startswith("e"):
        return
    last = _HARD.get(bare[-1], bare[-1])
    if bare[-1] == bare[-2]:
        yield bare[:-1]
    elif bare[-2] in _VOWELS and bare[-3] not in _VOWELS:
        yield bare[:-1] + bare[-2] + last
    else:
        yield bare[:-1] + last
