"""What moderation may ask and do of an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from community import clock
from community.moderation import subjects
from community.moderation.subjects import Shown, Subject
from community.register import queries, states
from community.register.seeing import Viewer
from community.words import N_


def show(session: Session, library_id: int, ids: Sequence[int]) -> Mapping[int, Shown]:
    return {
        entry.id: Shown(
            title=entry.title,
            text=entry.text,
            author_id=entry.person_id,
            # Not by `url_for`: a mail is written outside any request.
            url=f"/{entry.library.slug}/kennis/{entry.id}",
        )
        for entry in queries.list_by_ids(session, library_id, ids)
    }


def hide(session: Session, library_id: int, entry_id: int, *, why: str, now: datetime) -> None:
    states.hide(session, library_id, entry_id, why=why, now=now)


def allow(session: Session, library_id: int, entry_id: int, *, now: datetime) -> None:
    states.let_through(session, library_id, entry_id, now=now)


def may_see(session: Session, library_id: int, entry_id: int, person_id: int) -> bool:
    """As somebody who is signed in and does not work here."""
    return queries.may_read(session, library_id, entry_id, Viewer(person_id), now=clock.now())


def register(app: Flask) -> None:
    subject = Subject(
        name=N_("offer or request"),
        show=show,
        hide=hide,
        allow=allow,
        of_person=queries.list_of_person,
        may_see=may_see,
        lock=queries.lock_with_person,
        tells_yes=True,
    )
    subjects.register(app, states.KIND, subject)
