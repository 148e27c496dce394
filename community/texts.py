"""What people type, made fit to keep: no character that breaks a header, a feed or a database.

Nothing is dropped in silence. Spaces at the ends go and line ends become one kind; a character
that nobody can see is refused with the words before it, so that it can be found and removed.
"""

from __future__ import annotations

import re
import unicodedata

from community.words import N_

BROKEN = N_("There is an unreadable character at the very beginning. Type this again.")
BROKEN_AFTER = N_("There is an unreadable character after ‘%(before)s’. Type that part again.")
ONE_LINE = N_("Write this on one line, without line breaks.")

#: Control characters (except tab and newline), halves of a pair (which a form brings as U+FFFD),
#: and what turns a line around.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\ufffd]")
#: A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LINE_BREAK = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]")


class UnfitText(ValueError):
    """A text with a character that cannot be kept: an English msgid and its values."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


def clean_text(text: str | None) -> str:
    """Text of several lines, with `\\n` at their ends."""
    tidy = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    if found := _UNFIT.search(tidy):
        before = tidy[max(0, found.start() - 20) : found.start()].split("\n")[-1].strip()
        raise UnfitText(BROKEN_AFTER, before=before) if before else UnfitText(BROKEN)
    return tidy.strip()


def clean_line(text: str | None) -> str:
    """Text of one line, such as a title or a name."""
    tidy = (text or "").strip()
    if _LINE_BREAK.search(tidy):
        raise UnfitText(ONE_LINE)
    return clean_text(tidy)


def inert(cell: str) -> str:
    """What people typed, as words: no spreadsheet calculates with it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def readable_tail(text: str, otherwise: str, most: int = 60) -> str:
    """A title as the end of an address: `zo-helpen-we-elkaar`; of one without letters, a word."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].strip("-") or otherwise
