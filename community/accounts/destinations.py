"""Where somebody goes after signing in: never to another site."""

from __future__ import annotations

from urllib.parse import urlsplit

from community.accounts import queries
from community.accounts.models import Person
from community.accounts.roles import DESK_ROLES
from community.db import session
from community.libraries import queries as libraries
from community.libraries.models import Library

_LONGEST = 500  #: As the column of a link that keeps it.
#: To sign in and be led to the door again is a circle.
_DOORS = ("/inloggen", "/uitloggen")


def own_path(url: str | None) -> str:
    """`url` when it is a path of this installation, and else nothing.

    A browser reads a backslash as a slash and drops tabs and line ends, so that what looks like a
    path may be another site: such an address is not tidied but left.
    """
    text = url or ""
    if not text.startswith("/") or text.startswith("//") or len(text) > _LONGEST:
        return ""
    if "\\" in text or not text.isprintable() or " " in text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or parts.path.startswith(_DOORS):
        return ""
    return text


def landing(person: Person, wanted: str | None = None) -> str:
    """Where this person was going; else the desk of their library or network; else their page."""
    if path := own_path(wanted):
        return path
    libraries = queries.list_libraries_of(session(), person, DESK_ROLES)
    if libraries:
        return f"/{libraries[0].slug}/beheer/"
    networks = queries.list_advised(session(), person.id)
    return f"/netwerk/{networks[0].slug}" if networks else "/mijn"


def library_of(path: str, person: Person | None = None) -> Library | None:
    """The library that an address lies in; else the only one this person, or anybody, knows."""
    if slug := path.strip("/").partition("/")[0]:
        found = libraries.find_by_slug(session(), slug)
        if found:
            return found
    if person:
        return queries.find_only_library_of(session(), person)
    every = libraries.list_all(session())
    return every[0] if len(every) == 1 else None


def home_library(person: Person | None) -> Library | None:
    """The only library that this person knows us by; else the only one there is."""
    return (queries.find_only_library_of(session(), person) if person else None) or library_of("")
