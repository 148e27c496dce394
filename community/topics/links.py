"""Which rooms link what they have to terms. They say so; this room never learns who they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Link:
    """A table of two columns: what is linked, and `term_id`."""

    table: Table
    owner: str  #: The column of what is linked.
    #: So many of them, in the words of the page: "3 offers and requests".
    in_words: Callable[[int], str]
    #: Lets these (library, ids) be found by the words of their terms as they are now.
    lay_out: Callable[[Session, int, Sequence[int]], object]


_links: dict[str, Link] = {}


def register(name: str, link: Link) -> None:
    """Let a room's link table take part when terms are counted, renamed and merged."""
    _links[name] = link


def registered() -> Mapping[str, Link]:
    return _links
