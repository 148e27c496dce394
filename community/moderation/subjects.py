"""What can be looked at and judged: each room registers its own, once, while the app is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A thing as a moderator reads it, and its author in a mail."""

    title: str
    text: str
    author_id: int | None
    url: str  #: Where it can be seen, by who may.


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """How one kind of thing is shown, hidden and let through. All take the library's id."""

    #: An English msgid: "offer or request".
    name: str
    #: Several at once, by id; what is not there (any more) is left out.
    show: Callable[[Session, int, Sequence[int]], Mapping[int, Shown]]
    #: Takes it from everybody's eyes but its author's and librarians'; `why` is a word for the row.
    hide: Callable[..., None]  #: (session, library_id, id, *, why: str, now: datetime)
    #: The end of hiding, and the yes to a first one that waited.
    allow: Callable[..., None]  #: (session, library_id, id, *, now: datetime)
    #: Ids of all that this person has that others can see or will.
    of_person: Callable[[Session, int, int], Sequence[int]]


def register(app: Flask, kind: str, subject: Subject) -> None:
    _subjects(app)[kind] = subject


def get(kind: str) -> Subject:
    return _subjects(current_app)[kind]


def kinds() -> Mapping[str, Subject]:
    return dict(_subjects(current_app))


def _subjects(app: Flask) -> dict[str, Subject]:
    kept: dict[str, Any] = app.extensions.setdefault("moderation_subjects", {})
    return kept
