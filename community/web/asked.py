"""What an address asks behind its question mark: whatever stands there, a page comes of it."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TypeVar

Word = TypeVar("Word", bound=StrEnum)

#: Nobody leafs further.
MOST_PAGES = 1000


def one_of(words: type[Word], value: str) -> Word | None:
    return words(value) if value in {word.value for word in words} else None


def page_number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 4):
        return 1
    return min(max(1, int(value)), MOST_PAGES)


def one_line(value: str, most_letters: int) -> str:
    """Free text on one line: no control or formatting characters, single spaces."""
    calm = "".join(
        " " if unicodedata.category(letter)[0] in "CZ" else letter
        for letter in value[: 5 * most_letters]
    )
    return " ".join(calm.split())[:most_letters].strip()
