"""What in a text looks like a person: it belongs in no note. A look at the form, never a proof."""

from __future__ import annotations

import re
from enum import StrEnum


class Trace(StrEnum):
    MAIL = "mail"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"


_STREET = "straat|laan|weg|plein|kade|gracht|hof|pad|dijk|steeg|singel|plantsoen|dreef|markt"
_BETWEEN = r"(?:(?:van|von|de|den|der|ten|ter|te|el|al|la|'t)\s+)*"
_PATTERNS = {
    Trace.MAIL: re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE),
    #: Ten digits that begin with 0, or a number as from abroad; not a date with a time.
    Trace.PHONE: re.compile(
        r"(?<!\d)(?<!\d[.:-])"
        r"(?:0[\s.-]?[1-9](?:[\s.-]?\d){8}|(?:\+|00)[1-9]\d{0,2}[\s.-]?(?:\(0\))?(?:[\s.-]?\d){7,11})"
        r"(?![\s.:-]?\d)"
    ),
    #: A postcode, or a street with a number.
    Trace.ADDRESS: re.compile(
        rf"\b[1-9]\d{{3}}\s?(?!S[ADS])[A-Z]{{2}}\b|\b[A-Z][\w'-]*(?:{_STREET})\s+\d{{1,4}}\b"
    ),
    #: What one puts before a name.
    Trace.NAME: re.compile(
        rf"\b(?i:mevrouw|mevr\.?|mw\.?|meneer|dhr\.?|de heer|mr\.?|mrs\.?|ms\.?)\s+"
        rf"{_BETWEEN}[A-Z]\w"
    ),
}  # fmt: skip


def traces_in(text: str) -> list[Trace]:
    """What could lead to somebody, in the order in which it is said."""
    return [trace for trace, pattern in _PATTERNS.items() if pattern.search(text)]
