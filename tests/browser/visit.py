"""One look at one page: which, by whom, and about what."""

from __future__ import annotations

from dataclasses import dataclass

ANYBODY = ""
RESIDENT = "bewoner"
HOST = "gastheer"
LIBRARIAN = "bibliothecaris"
MANAGER = "manager"
ADVISER = "adviseur"


@dataclass(frozen=True)
class Visit:
    """One address as one person sees it; `of` names the gathering that it is about."""

    endpoint: str
    who: str = ANYBODY
    of: str = "open"
    query: str = ""
    language: str = "nl"

    def __str__(self) -> str:
        more = (self.of if self.of != "open" else "", self.query, self.language, self.who)
        return " ".join(filter(None, (self.endpoint, *more)))
