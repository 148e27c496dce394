"""What a library has from its first day on: rooms above say what they bring."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

#: Brings something to a new library, by its id, in the transaction that opens it.
Gift = Callable[[Session, int], object]

_gifts: dict[str, Gift] = {}


def brings(name: str, gift: Gift) -> None:
    """Let a room above give every new library what it begins with, under a name such as `terms`."""
    _gifts[name] = gift


def found(session: Session, library_id: int) -> None:
    """Bring what all rooms bring to a library that was just opened."""
    for gift in _gifts.values():
        gift(session, library_id)
