"""What comes before and after an Arabic word without making it another one."""

from __future__ import annotations

_BEFORE = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل")
_AFTER = ("ات", "ين", "ون", "ية", "يه", "ها", "ة", "ه", "ي")
#: Letters that must be left.
_LEAST = 3


def bare(word: str) -> str:
    """*والدراجات* becomes *دراج*, and so does *دراجة*; other writing stays as it is."""
    if not "\u0621" <= word[:1] <= "\u064a":
        return word
    for before in _BEFORE:
        if word.startswith(before) and len(word) - len(before) >= _LEAST:
            word = word.removeprefix(before)
            break
    for after in _AFTER:
        if word.endswith(after) and len(word) - len(after) >= _LEAST:
            return word.removesuffix(after)
    return word
