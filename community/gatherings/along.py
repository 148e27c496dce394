"""What goes along when a gathering is made like another, or from a template.

Rooms above have things of their own at a gathering, such as the teams that take part. Each says how
to read them, as plain as JSON, and how to give them to a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering


@dataclass(frozen=True, slots=True)
class _Along:
    read: Callable[[Session, Gathering], Any]
    give: Callable[[Session, Gathering, Any, Hand], None]


_known: dict[str, _Along] = {}


def goes_along(
    name: str,
    read: Callable[[Session, Gathering], Any],
    give: Callable[[Session, Gathering, Any, Hand], None],
) -> None:
    """Let a room above take what it knows of a gathering along to the next one like it."""
    _known[name] = _Along(read, give)


def of(session: Session, gathering: Gathering) -> dict[str, Any]:
    """All that rooms above know of it, as it can be kept; nothing where there is nothing."""
    read = {name: each.read(session, gathering) for name, each in _known.items()}
    return {name: found for name, found in read.items() if found}


def give(session: Session, gathering: Gathering, kept: Mapping[str, Any], hand: Hand) -> None:
    """Give it to a new one; what a room no longer knows falls away without a word."""
    for name, found in kept.items():
        if name in _known:
            _known[name].give(session, gathering, found, hand)
