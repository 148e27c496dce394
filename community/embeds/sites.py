"""A site as a browser compares it. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from community.words import N_

#: As many as fit in a header that every proxy lets through.
MOST_SITES = 20

NOT_A_SITE = N_("‘%(typed)s’ is not the address of a site. Write it like https://www.example.org.")
TOO_MANY = N_("Name at most %(most)s sites.")

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(\*\.)?({_LABEL}\.)*{_LABEL}", re.ASCII)
_SCHEMES = {"http", "https"}


class NoSuchSite(ValueError):
    """What was typed cannot be a site: an English msgid and its values."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values)
        self.message = message
        self.values = values


def sites_in(typed: str) -> list[str]:
    """The sites in a text with one on each line; twice the same is once."""
    found = list(dict.fromkeys(site_of(each) for each in typed.split()))
    if len(found) > MOST_SITES:
        raise NoSuchSite(TOO_MANY, most=MOST_SITES)
    return found


def site_of(typed: str) -> str:
    """`https://www.example.org` of any address there; without a scheme it is https.

    Nothing else may come out: it stands in a header, where a space or `;` would say more.
    """
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:  # UnicodeError is one: no such name.
        raise NoSuchSite(NOT_A_SITE, typed=typed[:60]) from None
    if parts.scheme not in _SCHEMES or not _HOST.fullmatch(host):
        raise NoSuchSite(NOT_A_SITE, typed=typed[:60])
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")
