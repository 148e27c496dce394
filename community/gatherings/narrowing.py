"""What higher rooms narrow the agenda and the feeds by: of one group, of one series.

They register here; the agenda knows only a name in the query string and a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Way:
    """How one name in the query string narrows."""

    name: str  #: `groep`, as in `?groep=5`.
    #: Which gatherings of a library remain, as a condition on `Gathering`.
    holds: Callable[[int, int], ColumnElement[bool]]
    #: What it is called, for everybody to read; empty when everybody may not know, or it is gone.
    said: Callable[[Session, int, int], str]


_ways: dict[str, Way] = {}


def register(way: Way) -> None:
    _ways[way.name] = way


def names() -> list[str]:
    return sorted(_ways)


def holds(library_id: int, of: tuple[tuple[str, int], ...]) -> list[ColumnElement[bool]]:
    return [_ways[name].holds(library_id, number) for name, number in of]


def said(session: Session, library_id: int, of: tuple[tuple[str, int], ...]) -> list[str]:
    return [_ways[name].said(session, library_id, number) for name, number in of]
