"""What an action can be about. The meetlat knows; this room only asks, and keeps the plain key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class Subject:
    key: str
    label: str  #: In the language of the page.


Known = Callable[[], Sequence[Subject]]


def known_by(app: Flask, known: Known) -> None:
    """Let a higher room say what there is to choose, in the order of choosing."""
    _rooms(app).append(known)


def all_known() -> Sequence[Subject]:
    return [subject for known in _rooms(current_app) for subject in known()]


def label_of(key: str) -> str:
    """A subject that is not known any more keeps its key: the plan outlives a meetlat."""
    return next((each.label for each in all_known() if each.key == key), key)


def _rooms(app: Flask) -> list[Known]:
    rooms: list[Known] = app.extensions.setdefault("plan_subjects", [])
    return rooms
