"""How Dutch words change: what one word and another have in common, without a dictionary.

Rules for endings, for vowels that are doubled, for spelling and for compounds. They need not give a
root that a linguist would call one, only the same for *fiets*, *fietsen*, *fietste* and *fietsers*.
"""

from __future__ import annotations

import re

_VOWELS = frozenset("aeiouy")
_VOWEL = re.compile(r"[aeiouy]")
#: The shortest that may be left of a word.
SHORTEST = 3

#: Endings, and how much of a word must be left when one goes.
_LEFT = {
    3: "ingen ing en e t d etjes etje tjes tje pjes pje jes je",
    4: (
        "aties atie eerders eerder eerde eerden eert eerd eren ieren iert ierde ier heden heid "
        "ende end sters ster aars aar ers er den de ten te s"
    ),
}
_ENDINGS = tuple(
    sorted(
        ((ending, left) for left, endings in _LEFT.items() for ending in endings.split()),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
)
#: After these an -s is an ending: *computers*, but not *fiets* or *huis*.
_BEFORE_S = frozenset("lrnmpke")
#: With these the vowel before is what it was: *repar-eren*, *repar-atie*.
_KEEPS_VOWEL = frozenset(
    ending for ending, left in _ENDINGS if left > SHORTEST and ending[0] in "aei"
) - {"aars", "aar", "ende", "end", "en"}
#: One open syllable before these: *kok-en* is of *kook*.
_OPEN = re.compile(r"(?:^|[^aeiouy])[aeou][^aeiouywxj]$")
#: But not of an unstressed one: *tek-en-en*, *wan-del-en*.
_UNSTRESSED = re.compile(r"[aeiouy].*e[lnrm]$")
_DOUBLED = re.compile(r"([^aeiouy])\1$")
_ALIKE_AT_THE_END = {"z": "s", "v": "f"}
#: Of three letters or more, but endings all the same.
_NO_PART = frozenset(ending for endings in _LEFT.values() for ending in endings.split())
_SPELLINGS = (
    ("sch", "sg"), ("ij", "y"), ("ei", "y"), ("au", "ou"), ("ph", "f"), ("th", "t"),
    ("ch", "g"), ("qu", "kw"), ("x", "ks"), ("ck", "k"), ("c", "k"), ("z", "s"), ("v", "f"),
    ("oe", "u"), ("ie", "i"),
)  # fmt: skip
#: Verbs that change their vowel, by what the rules leave of their past.
_STRONG = {
    past: now
    for now, pasts in {
        "schrijf": "schreef", "zing": "zong", "lees": "las", "spreek": "sprak spraak sprook",
        "kijk": "keek",
        "loop": "liep", "rijd": "reed", "zwem": "zwom", "schenk": "schonk",
        "vlieg": "vloog", "vind": "vond von", "breng": "brach", "koop": "koch", "snijd": "sneed",
        "slijp": "sleep", "trek": "trok", "vecht": "voch", "buig": "boog",
        "verlies": "verloor", "werf": "wierf", "giet": "goot", "schiet": "schoot", "klim": "klom",
        "bind": "bond bon", "wijs": "wees", "blaas": "blies", "sluit": "sloot",
    }.items()
    for past in pasts.split()
}  # fmt: skip
#: Of a verb that comes apart: *voor-ge-lezen*, *op-ge-knapt*.
_APART = (
    "(aan|achter|af|bij|door|in|los|mee|na|neer|om|op|over|samen|schoon|terug|toe|uit|vast|voor"
    "|weg)"
)
_PARTICIPLE = re.compile(f"^{_APART}ge([^eiu].{{3,}}|[eiu][a-z]{{4,}})$")
_APART_FROM = re.compile(f"^{_APART}(.+)$")
_SINGLE = re.compile(r"([aeou])\1([^aeiou])$")
_TWICE = re.compile(r"(.)\1+")


def stem(word: str) -> str:
    """The same for most forms of a word: *fietste* and *fietsen*, *kookt* and *gekookt*."""
    return _steps(word)[-1]


def _steps(word: str) -> list[str]:
    """The word, and what is left after each ending that goes: *tekenen*, *teken*, *teek*."""
    steps = [word]
    if len(word) <= SHORTEST or not word.isascii() or not word.isalpha():
        return steps
    if word.endswith(("t", "d", "en")):
        steps.append(_without_ge(word))
        steps.append(_PARTICIPLE.sub(r"\1\2", steps[-1]))
    for _ in range(4):
        shorter = _shortened(steps[-1])
        if shorter == steps[-1]:
            break
        steps.append(shorter)
    bare = _without_ge(steps[-1])
    # *las* is of *lezen*, but *lassen* is not.
    steps.append(bare if bare + bare[-1:] in word else _present(bare))
    return steps


def _present(bare: str) -> str:
    """*schrijf* of *schreef*, and *opschrijf* of *opschreef*."""
    if bare in _STRONG:
        return _STRONG[bare]
    apart = _APART_FROM.match(bare)
    return apart[1] + _STRONG.get(apart[2], apart[2]) if apart else bare


def _without_ge(word: str) -> str:
    """*gekookt* is of *koken*; *gezond* loses it too, but then so do all its forms."""
    return word[2:] if word.startswith("ge") and len(word) >= 5 and word[2] not in "eiu" else word


def _shortened(word: str) -> str:
    for ending, left in _ENDINGS:
        base = word.removesuffix(ending)
        if base == word or len(base) < left or not _is_a_word(base, ending):
            continue
        if ending[0] in _VOWELS and ending not in _KEEPS_VOWEL:
            base = _closed(base)
        base = _DOUBLED.sub(r"\1", base)
        return base[:-1] + _ALIKE_AT_THE_END.get(base[-1], base[-1])
    return word


def _closed(base: str) -> str:
    """*kok* of *koken* becomes *kook*, as it is written when nothing follows."""
    is_open = _OPEN.search(base) and not _UNSTRESSED.search(base)
    return base[:-1] + base[-2:] if is_open else base


def _is_a_word(base: str, ending: str) -> bool:
    if not _VOWEL.search(base):
        return False
    if ending == "s":
        return base[-1] in _BEFORE_S
    # *maa-t* and *gemee-n* are no words.
    return (
        base[-1] not in _VOWELS or base[-1] == "i" or (base[-1] != base[-2] and ending[0] in "td")
    )


def sound(word: str) -> str:
    """The same for words that are often spelled for each other: *ij* and *ei*, *dt* and *t*."""
    for written, heard in _SPELLINGS:
        word = word.replace(written, heard)
    word = _TWICE.sub(r"\1", word)
    return word[:-1] + "t" if word.endswith("d") else word


def roots(word: str) -> tuple[str, ...]:
    """How a word may stand in a compound: *fiets* in *fietsband*, *kook* in *kookles*."""
    found = [*_steps(word), _SINGLE.sub(r"\1\2", stem(word))]
    return tuple(dict.fromkeys(root for root in found if len(root) > SHORTEST))


def is_a_part(root: str, word: str) -> bool:
    """Whether a word is a compound that begins or ends with this root, and more than an ending."""
    if len(word) - len(root) < SHORTEST:
        return False
    if word.startswith(root):
        return _stands_alone(word[len(root) :])
    return word.endswith(root) and _stands_alone(word[: -len(root)])


def _stands_alone(rest: str) -> bool:
    return _VOWEL.search(rest) is not None and rest not in _NO_PART
