"""Codes on slips of paper: random, easy to read out and to type.

Eight letters and digits out of 28 are 38 bits. Without vowels no code becomes a word; without
0, O, 1, I and L none is misread.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "BCDFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 8
_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_codes(number: int) -> list[str]:
    """That many different ones."""
    codes: set[str] = set()
    while len(codes) < number:
        codes.add("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
    return sorted(codes)


def tidy(typed: str) -> str | None:
    """The code that somebody typed, however they wrote it; None when it cannot be one."""
    code = re.sub(r"[\s.\-]", "", typed).upper()
    return code if _CODE.fullmatch(code) else None


def in_halves(code: str) -> str:
    """As it is printed: `BCDF-2345`."""
    return f"{code[:4]}-{code[4:]}"
