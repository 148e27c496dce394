"""Text that no calendar program can take for a header line."""

from __future__ import annotations

import re
from urllib.parse import quote

#: Every character at which some reader breaks a line. RFC 5545 knows only CR LF, but vdirsyncer
#: reads with `str.splitlines()`, to which all of these are the end of a line.
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SPACE_OR_CONTROL = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")


class CannotBeWritten(ValueError):
    """The event says something that would break, or forge, the calendar it is written in."""


def many_lines(text: str) -> str:
    """`text` with every line break as `\\n`, without control characters and lone surrogates."""
    return _CONTROL.sub("", _LINE_BREAK.sub("\n", _without_surrogates(text)))


def one_line(text: str) -> str:
    """`text` on one line, for titles, places and names."""
    return " ".join(many_lines(text).replace("\t", " ").split("\n")).strip()


def name(text: str) -> str:
    """A name for a CN parameter, where `"` may not stand and few readers know what `^'` means.

    A backslash means nothing there, yet readers take it with the quote that ends the name.
    """
    return one_line(text).replace('"', "'").replace("^", "").replace("\\", "/")


def address(email: str) -> str:
    """The `mailto:` address of `email`."""
    if "@" not in email or _SPACE_OR_CONTROL.search(email):
        raise CannotBeWritten("an e-mail address has one @ and no spaces or line breaks")
    return "mailto:" + quote(email, safe="@!$'*+-._~")


def link(url: str) -> str:
    if not url.startswith(("https://", "http://")) or _SPACE_OR_CONTROL.search(url):
        raise CannotBeWritten("a link starts with https:// and has no spaces or line breaks")
    return url


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "ignore").decode("utf-8")
