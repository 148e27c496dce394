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
    #: (session, library_id, id, person_id) Whether this person can see it. Of a kind that does not
    #: say so, nothing can be reported.
    may_see: Callable[[Session, int, int, int], bool] | None = None
    #: (session, library_id, id, person_id) Whether they were there: one such report hides it.
    was_there: Callable[[Session, int, int, int], bool] | None = None
    #: (session, library_id, id) Holds its row. Who has one locks it before the case, as the room
    #: itself does when it asks for a look: then no two wait for each other.
    lock: Callable[[Session, int, int], object] | None = None
    #: Written to somebody and to nobody else: a librarian sees it only when it was reported.
    is_private: bool = False
    #: Whether the room itself tells the author that a first one was let through.
    tells_yes: bool = False


def register(app: Flask, kind: str, subject: Subject) -> None:
    _subjects(app)[kind] = subject


def get(kind: str) -> Subject:
    return _subjects(current_app)[kind]


def find(kind: str) -> Subject | None:
    return _subjects(current_app).get(kind)


def show_one(session: Session, library_id: int, kind: str, subject_id: int) -> Shown | None:
    """The thing as it reads now; None when it, or its whole kind, is no longer there."""
    subject = find(kind)
    return subject.show(session, library_id, [subject_id]).get(subject_id) if subject else None


def hold(session: Session, library_id: int, kind: str, subject_id: int) -> None:
    """Lock the row of the thing itself, where its room can."""
    subject = find(kind)
    if subject is not None and subject.lock is not None:
        subject.lock(session, library_id, subject_id)


def kinds() -> Mapping[str, Subject]:
    return dict(_subjects(current_app))


def _subjects(app: Flask) -> dict[str, Subject]:
    kept: dict[str, Any] = app.extensions.setdefault("moderation_subjects", {})
    return kept
