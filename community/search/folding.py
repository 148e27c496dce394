"""Text as it is compared: lower case, no accents, words apart by one space.

Folded here and not in the database, so that SQLite and PostgreSQL find the same things.
"""

from __future__ import annotations

import re
import unicodedata

#: Letters that Unicode does not take apart.
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`Café “Ça va?”` becomes `cafe ca va`; folding again changes nothing."""
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text.lower()).strip()
    parted = text
    # Twice, because taking a sign apart may bring a capital to light, and the reverse.
    for _ in range(2):
        parted = unicodedata.normalize("NFKD", parted).casefold()
    parted = unicodedata.normalize("NFKD", parted).translate(_LIGATURES)
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return _NOT_A_WORD.sub(" ", bare).strip()


def fold_all(*texts: str) -> str:
    """What a row is found by: all it says, folded, in one string."""
    return " ".join(filter(None, map(fold, texts)))
