"""Who counts with a library's area is told when it is another: rooms above register themselves."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

Follow = Callable[[int], None]


def follows(app: Flask, follow: Follow) -> None:
    """Call this with the library whose area has changed, after that is committed."""
    _rooms(app).append(follow)


def tell(library_id: int) -> None:
    for follow in _rooms(current_app):
        follow(library_id)


def _rooms(app: Flask) -> list[Follow]:
    rooms: list[Follow] = app.extensions.setdefault("area_followers", [])
    return rooms
