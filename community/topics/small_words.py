"""The small words of each language: they tell what language a text is in, and not what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

from community.search.folding import fold

#: Of a long story so many letters tell the language.
_ENOUGH = 240
#: The letters of each script, as a pattern takes them; of every other language they are Latin.
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_LETTERS = {"ar": "\u0620-\u06d3", "uk": "\u0400-\u052f"}
#: Between which somebody's own words stand in a sentence: marks that are seen, and two that are
#: not, which keep their direction to themselves.
_OPEN, _SHUT = "«‘“„\u2068", "»’”\u2069"

_SMALL: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "nl": (
            "ik je jij u we wij ze zij hij hun mij me mijn jouw uw ons onze de het een dat die dit"
            " deze en of maar want als dan om te van voor met in op aan bij naar uit over tot door"
            " zonder tegen onder er is ben bent zijn was waren wordt worden heb hebt heeft hebben"
            " had kan kun kunt kunnen kon wil wilt willen wou zou zal zullen mag mogen moet moeten"
            " ga gaat gaan doe doet doen graag goed goede heel ook nog niet geen wel al weer nu"
            " hier daar wat wie waar hoe wanneer waarom welke iemand iets iedereen mensen anderen"
            " andere samen zelf leren leer leert leerde helpen help hulp zoek zoeken weet vaak veel"
            " soms even altijd paar leuk mooi beter best snap vertel uitleggen nodig kom komt komen"
        ),
        "en": (
            "i you he she it they my your his her our their the an and or but if to of for with"
            " in on at by from about into is are be am was were have has had can could will would"
            " want like love do does need know help good very some someone somebody people us"
            " learn learning how what who where other others looking look teach teaches"
        ),
        "tr": (
            "ve ile bir bu icin cok ben benim bana beni mi mu var yok istiyorum ne nasil lazim kim"
            " kimi sen sana ederim eder edebilir yardim"
        ),
        "pl": (
            "i w z na do o od za ze sie jest nie jak co moge chce mi mnie dla potrzebuje umiem"
            " lubie chcialbym chcialabym kto kogos szukam pomoc pomoze moj moja"
        ),
        "uk": (
            "я ти ми ви він вона і и й та в у на до з із для про що як не це мені мене можу хочу"
            " вмію треба є хто шукаю потрібна потрібно допоможе допомога навчити"
        ),
        "ar": ("في من على الى عن مع هل انا اريد احب احتاج هذا هذه كيف ما لا او و ان ابحث يساعدني"),
    }.items()
}
_ALL = frozenset(chain.from_iterable(_SMALL.values()))


def says_something(word: str) -> bool:
    """Whether a folded word tells what a text is about; most short words do not."""
    return len(word) > 1 and word not in _ALL


def language_of(words: Sequence[str]) -> str | None:
    """The language of most of the small words; None when there is none, or as many of another."""
    counted = {language: sum(word in small for word in words) for language, small in _SMALL.items()}
    first, second = sorted(counted, key=lambda language: -counted[language])[:2]
    return first if counted[first] > counted[second] else None


def language_in(text: str, otherwise: str = "nl") -> str | None:
    """The language of what somebody wrote, as far as its letters and its small words tell.

    Of a few words without any it is `otherwise`; None where there is nothing to read.
    """
    letter = next((sign for sign in text if sign.isalpha()), "")
    for language, letters in _LETTERS.items():
        if re.match(f"[{letters}]", letter):
            return language
    return (language_of(fold(text[:_ENOUGH]).split()) or otherwise) if letter else None


def foreign_in(text: str, around: str) -> str | None:
    """The language of `text` where its letters are not those of the words around it.

    One letter like theirs is enough to fit in: that is a sentence with a name in it. Of two
    languages with the same letters nothing is said: a few small words are too little for that.
    """
    own = _LETTERS.get(around, _LATIN)
    return None if re.search(f"[{own}]", text) else language_in(text)


def pieces_in(text: str, around: str) -> Iterator[tuple[str, str | None]]:
    """The text cut where its letters change: what is foreign with its language, the rest without.

    So a title in a sentence of the house is found. Between quotation marks what stands before its
    first letter and behind its last one belongs to it: the question mark, a number.
    """
    done = 0
    for found in _others(_LETTERS.get(around, _LATIN)).finditer(text):
        if found.start() > done:
            yield text[done : found.start()], None
        yield found[0], language_in(found[0])
        done = found.end()
    if done < len(text):
        yield text[done:], None


@cache
def _others(own: str) -> re.Pattern[str]:
    """Two letters or more of one other script, and what is between them and is no letter."""
    scripts = (_LATIN, *_LETTERS.values())
    neither = f"[^{''.join(scripts)}{_OPEN}{_SHUT.replace('’', '')}\\n]*"
    runs = (rf"[{each}](?:{neither}[{each}])+" for each in scripts if each != own)
    return re.compile(
        rf"(?:(?<=[{_OPEN}])[\d\s(]*)?(?:{'|'.join(runs)})(?:{neither}?(?=[{_SHUT}]))?"
    )
