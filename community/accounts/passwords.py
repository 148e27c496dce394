"""Passwords: kept by argon2id, and refused when somebody could guess them.

Checked without asking anybody else, so not against lists of what was stolen elsewhere: a password
is cut into pieces, and whatever is predictable (a common word, a date, a walk over the keyboard,
what was there before) counts for one piece, or for none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from community.errors import DomainError
from community.words import N_

SHORTEST = 10
LONGEST = 200
#: So many different pieces at least.
_PIECES = 6

#: OWASP's parameters: 19 MiB, twice, one lane. Many people sign in at once on a small server.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

#: What people here reach for first, four letters and more. Written by ourselves, out of what stands
#: around a Dutch library; no list of stolen passwords is in it.
COMMON_WORDS = frozenset(Path(__file__).with_name("common_words.txt").read_text().split())

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "!@#$%^&*()",
)  # fmt: skip
_STEPS = frozenset(
    way[start : start + 3]
    for row in _ROWS
    for way in (row, row[::-1])
    for start in range(len(way) - 2)
)
_DATE = re.compile(r"\d{1,2}[-/. ]?\d{1,2}[-/. ]?(?:19|20)\d\d|(?:19|20)\d\d")
_SAME = re.compile(r"(.)\1+")
_LOOKS_LIKE = str.maketrans("013457@$!", "oieastasi")
_LONGEST_WORD = max(map(len, COMMON_WORDS))


class WeakPassword(DomainError):
    """Not a password to keep a door shut with."""

    status = 422


def hashed(password: str) -> str:
    return _hasher.hash(_folded(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether this is the password; when there is none, that takes as long to find out."""
    try:
        fits = _hasher.verify(kept or _nobodys(), _folded(password))
    except (VerificationError, InvalidHashError):
        return False
    return fits and kept is not None


def is_dated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def check(password: str, *, about: Iterable[str]) -> None:
    """Refuse what is short or guessable, and what has a word of `about` (name, address) in it."""
    if len(password) < SHORTEST:
        raise WeakPassword(N_("Use at least %(count)s characters."), count=SHORTEST)
    if len(password) > LONGEST:
        raise WeakPassword(N_("Use at most %(count)s characters."), count=LONGEST)
    if not password.replace(" ", "").isprintable() or "\N{REPLACEMENT CHARACTER}" in password:
        raise WeakPassword(N_("There is a character in this password that cannot be typed again."))
    plain = _folded(password).lower()
    meant = plain.translate(_LOOKS_LIKE)
    own = {part for text in about for part in re.split(r"[\W_]+", text.lower()) if len(part) > 3}
    if any(word in reading for word in own for reading in (plain, meant)):
        raise WeakPassword(N_("It contains your name or e-mail address. Choose something else."))
    if len(set(_pieces(plain, meant))) < _PIECES:
        raise WeakPassword(
            N_("This is easy to guess. Use four words that nobody else would put together.")
        )


def _pieces(plain: str, meant: str) -> Iterator[str]:
    """Cut greedily; `meant` is the same text with the letters that digits stand for."""
    start = 0
    while start < len(plain):
        end = max(
            _end_of_word(plain, start),
            _end_of_word(meant, start),
            _end_of_walk(plain, start),
            _end_of_number(plain, start),
        )
        yield plain[start:end]
        start = end


def _end_of_word(text: str, start: int) -> int:
    for end in range(min(len(text), start + _LONGEST_WORD), start + 3, -1):
        if text[start:end] in COMMON_WORDS:
            return end
    return start + 1


def _end_of_walk(text: str, start: int) -> int:
    last = start
    while text[last : last + 3] in _STEPS:
        last += 1
    return last + 2 if last > start else start + 1


def _end_of_number(text: str, start: int) -> int:
    found = _DATE.match(text, start) or _SAME.match(text, start)
    return found.end() if found else start + 1


def _folded(password: str) -> str:
    """The same password from every keyboard (NFKC, as NIST SP 800-63B advises)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's password")
