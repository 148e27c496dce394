"""Books and pages that people name: which of them are the same one."""

from __future__ import annotations

from collections.abc import Iterable

from community.conversations.models import Contribution
from community.search.folding import fold


def mark_of(said: Contribution) -> str:
    """By which two sources are one: its ISBN, its address, or its title."""
    return said.isbn or said.url.rstrip("/").lower() or fold(said.title)


def each_once(named: Iterable[Contribution]) -> list[Contribution]:
    """As it was named first."""
    found: dict[str, Contribution] = {}
    for said in named:
        found.setdefault(mark_of(said), said)
    return list(found.values())
