"""What one cell of a list of past activities means; `Wrong` says in a sentence why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from community.areas.visitors import PC4, AgeClass
from community.gatherings.closing import MOST_PEOPLE
from community.history.vocabulary import FALSE, TRUE, Meant, Vocabulary, fold, in_dutch
from community.lists import Wrong
from community.partners.amounts import NoHours, NoMoney, cents_of, minutes_of
from community.tally.counts import UNSAID
from community.words import N_

NO_DAY = N_("Write the date as 2025-03-04 or 4-3-2025.")
NO_TIME = N_("Write the time as 14:00.")
NO_NUMBER = N_("Write a whole number, from %(least)s to %(most)s.")
NO_YES = N_("Write yes or no.")
NO_COUNT = N_("Write counts as ‘65+:12|18-30:4’.")
NO_ANSWER = N_("‘%(answer)s’ is not one of: %(known)s.")
NO_PC4 = N_("‘%(answer)s’ is not the beginning of a postcode, such as 7731.")
NO_AMOUNT = N_(
    "For each partner, write what it brought as hours,room,money: ‘4,yes,50’, ‘2,5 hours + "
    "room’ or nothing."
)
TOO_LONG = N_("This is longer than %(most)s characters.")

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?(?:\s*uur)?")
_THREE = re.compile(r"([\d.:]*)\s*,\s*([^\W\d]*|[01])\s*,\s*(€?\s*[\d.]*)")
_HOURS = re.compile(r"(?:hours?|uren|uur|h)\s*:?\s*([\d.,:]*)|([\d.,:]+)\s*(?:hours?|uren|uur|h)")
_MONEY = re.compile(r"(?:money|geld|euro|eur|€)\s*:?\s*€?\s*([\d.,]*)|([\d.,]+)\s*(?:euros?|eur|€)")
_ROOM = re.compile(r"(?:an? |een )?(?:room|ruimte|zaal|lokaal)")
#: What was brought without saying how much: the least that it can have been.
_AN_HOUR, _A_EURO = "1", "1"

ANSWERS = frozenset({"yes", "no", UNSAID})
UNSAID_WORDS = {UNSAID, "liever niet", "onbekend", "unknown"}


def day(text: str) -> date:
    if found := _ISO.fullmatch(text):
        parts = found.groups()
    elif found := _DUTCH.fullmatch(text):
        parts = found.groups()[::-1]
    else:
        raise Wrong(NO_DAY)
    try:
        return date(*map(int, parts))
    except ValueError:
        raise Wrong(NO_DAY) from None


def clock_time(text: str) -> time:
    found = _TIME.fullmatch(text)
    try:
        return time(int(found[1]), int(found[2])) if found else _refuse(NO_TIME)
    except ValueError:
        raise Wrong(NO_TIME) from None


def number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        plain = text.lstrip("-")
        if plain.isascii() and plain.isdigit() and len(plain) < 10 and least <= int(text) <= most:
            return int(text)
        raise Wrong(NO_NUMBER, least=least, most=most)

    return read


def line(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise Wrong(TOO_LONG, most=most)
        return text

    return read


def yes(text: str) -> bool:
    word = text.casefold()
    if word not in TRUE | FALSE:
        raise Wrong(NO_YES)
    return word in TRUE


def word(vocabulary: Vocabulary[Meant]) -> Callable[[str], Meant]:
    def read(text: str) -> Meant:
        meant = vocabulary.get(fold(text))
        if meant is None:
            raise Wrong(NO_ANSWER, answer=text[:80], known=", ".join(in_dutch(vocabulary)))
        return meant

    return read


def several(text: str) -> tuple[str, ...]:
    """What stands between the upright lines; an empty place in between is kept."""
    return tuple(part.strip() for part in text.split("|"))


def counts(answer: Callable[[str], str]) -> Callable[[str], dict[str, int]]:
    """`65+:12|18-30:4`, with a rule for what may stand before the colon."""

    def read(text: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for part in filter(None, several(text)):
            name, colon, many = part.rpartition(":")
            if not colon:
                raise Wrong(NO_COUNT)
            said = answer(name.strip())
            found[said] = found.get(said, 0) + number(0, MOST_PEOPLE)(many.strip())
        return found

    return read


def age(text: str) -> str:
    plain = text.replace("–", "-").replace(" ", "")
    if text.casefold() in UNSAID_WORDS:
        return UNSAID
    if plain not in set(AgeClass):
        raise Wrong(NO_ANSWER, answer=text[:80], known=", ".join(AgeClass))
    return plain


def postcode(text: str) -> str:
    if text.casefold() in UNSAID_WORDS:
        return UNSAID
    if not PC4.fullmatch(text):
        raise Wrong(NO_PC4, answer=text[:80])
    return text


def first_time(text: str) -> dict[str, int]:
    """A bare number says for how many it was the first time; `yes:3|no:9` says both."""
    if ":" not in text:
        return {"yes": number(0, MOST_PEOPLE)(text)}
    return counts(_said)(text)


def _said(text: str) -> str:
    said = {"ja": "yes", "nee": "no"}.get(text.casefold(), text.casefold())
    if said not in ANSWERS:
        raise Wrong(NO_ANSWER, answer=text[:80], known=", ".join(sorted(ANSWERS)))
    return said


@dataclass(frozen=True, slots=True)
class Brings:
    """What a partner brought to one activity."""

    minutes: int = 0
    room: bool = False
    cents: int = 0


def brought(text: str) -> Brings:
    """`4,yes,50` (hours, room, money), or in words: `2,5 hours + room + 50 euro`."""
    text = text.casefold()
    if text in FALSE | {"-", "niets", "nothing"}:
        return Brings()
    try:
        if found := _THREE.fullmatch(text):
            hours, room, money = found.groups()
            cents = cents_of(money.strip().replace(".", ",").replace("€", "").strip())
            return Brings(minutes_of(hours), yes(room), cents)
        parts = re.split(r"\s*(?:[+&/]|,\s+|,(?=[^\d\s])|\ben\b|\band\b)\s*", text)
        return _together([part for part in parts if part])
    except (NoHours, NoMoney):
        raise Wrong(NO_AMOUNT) from None


def _together(parts: list[str]) -> Brings:
    minutes = cents = 0
    room = False
    for part in parts:
        if found := _HOURS.fullmatch(part):
            minutes += minutes_of(found[1] or found[2] or _AN_HOUR)
        elif found := _MONEY.fullmatch(part):
            cents += cents_of(found[1] or found[2] or _A_EURO)
        elif _ROOM.fullmatch(part):
            room = True
        else:
            raise Wrong(NO_AMOUNT)
    return Brings(minutes, room, cents)


def _refuse(message: str) -> time:
    raise Wrong(message)
