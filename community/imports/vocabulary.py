"""Words in cells: what they mean, in Dutch and in English, with the names of our own places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask_babel import force_locale
from flask_babel.speaklater import LazyString

from community.config import LANGUAGES
from community.gatherings import labels
from community.libraries.models import Branch, Room
from community.search.folding import fold
from community.topics.models import Theme

#: By field of the draft: every word that may stand in its cell, and the value that it means.
Words = Mapping[str, Mapping[str, str]]

_LISTS: Mapping[str, Mapping[Any, LazyString]] = {
    "kind": labels.KINDS,
    "sign_up_mode": labels.SIGN_UP_MODES,
    "audience": labels.AUDIENCES,
    "core_function": labels.CORE_FUNCTIONS,
    "language": labels.LANGUAGES,
}
_CALLED_OFF = ("vervalt", "gaat niet door", "geannuleerd", "afgelast", "cancelled", "canceled")
_ON = ("gaat door", "confirmed", "tentative", "on", "")

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$")
_IN_WORDS = re.compile(r"(?:[a-z]+\s+)?(\d{1,2})\s+([a-z]{3,})\.?\s+(\d{4})$")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.u]\s*(\d{2})?)?(?::00)?\s*(?:uur|u)?$")


@dataclass(frozen=True, slots=True)
class Places:
    """The branches and rooms of a library, and the themes, by their folded names."""

    branches: Mapping[str, Branch]
    rooms: Mapping[tuple[int, str], Room]
    themes: Mapping[str, int]


def words() -> Words:
    """What cells may say, in both languages and as the domain's own words."""
    return {
        **{name: _said(values) for name, values in _LISTS.items()},
        "status": {
            **{fold(word): "cancelled" for word in _CALLED_OFF},
            **{fold(word): "" for word in _ON},
        },
    }


def _said(values: Mapping[Any, LazyString]) -> dict[str, str]:
    found = {fold(str(value)): str(value) for value in values}
    for language in LANGUAGES:
        with force_locale(language):
            found.update({fold(str(label)): str(value) for value, label in values.items()})
    return found


def places(branches: Sequence[Branch], themes: Iterable[Theme]) -> Places:
    """A branch by its name and its town; of two in one town only by name."""
    towns = [fold(branch.place) for branch in branches]
    by_name = {fold(each.place): each for each in branches if towns.count(fold(each.place)) == 1}
    by_name |= {fold(branch.name): branch for branch in branches}
    rooms = {(each.id, fold(room.name)): room for each in branches for room in each.rooms}
    named = {
        fold(label): theme.id
        for theme in themes
        for label in (theme.slug, theme.label_en, theme.label)
    }
    return Places(by_name, rooms, named)


def day_of(text: str) -> date | None:
    """`2026-03-03`, `3-3-2026`, `3 maart 2026`; None for anything else."""
    said = text.strip().lower()
    try:
        if found := _ISO.match(said):
            year, month, day = map(int, found.groups())
        elif found := _DAY_FIRST.match(said):
            day, month, year = map(int, found.groups())
        elif (found := _IN_WORDS.match(said)) and (month := _month(found.group(2))):
            day, year = int(found.group(1)), int(found.group(3))
        else:
            return None
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    names = ("jan", "feb", "ma", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    english = {"may": 5, "oct": 10, "mrt": 3}
    if word[:3] in english:
        return english[word[:3]]
    return next((at for at, name in enumerate(names, start=1) if word.startswith(name)), 0)


def time_of(text: str) -> time | None:
    """`14:00`, `14.00 uur`, `9u30`, `9`; None for anything else."""
    found = _CLOCK.match(text.strip().lower())
    try:
        return time(int(found.group(1)), int(found.group(2) or 0)) if found else None
    except ValueError:
        return None
