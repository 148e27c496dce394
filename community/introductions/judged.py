"""Messages as moderators see them: only those that somebody reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from community.introductions import queries
from community.introductions.models import IntroductionMessage
from community.moderation import subjects
from community.moderation.subjects import Shown, Subject
from community.words import N_

KIND = "message"


def register(app: Flask) -> None:
    subject = Subject(
        name=N_("message between two people"),
        show=show,
        hide=hide,
        allow=allow,
        of_person=queries.list_message_ids_of,
        may_see=was_written_to,
        was_there=was_written_to,
        is_private=True,
    )
    subjects.register(app, KIND, subject)


def show(session: Session, library_id: int, ids: Sequence[int]) -> Mapping[int, Shown]:
    found = queries.list_messages_by_ids(session, library_id, ids)
    return {
        each.id: Shown(
            title=N_("A message"),
            text=each.text,
            author_id=each.person_id,
            url=f"/{each.introduction.library.slug}/kennismakingen",
        )
        for each in found
    }


def hide(session: Session, library_id: int, message_id: int, *, why: str, now: datetime) -> None:
    """The other reads that it was taken away; a mail that has not left yet stays."""
    for message in _found(session, library_id, message_id):
        message.hidden_at = message.hidden_at or now


def allow(session: Session, library_id: int, message_id: int, *, now: datetime) -> None:
    for message in _found(session, library_id, message_id):
        message.hidden_at = None


def was_written_to(session: Session, library_id: int, message_id: int, person_id: int) -> bool:
    """Whether this person got it: the other of the two, and nobody else."""
    return any(
        person_id in (party.person_id for party in message.introduction.parties)
        and person_id != message.person_id
        for message in _found(session, library_id, message_id)
    )


def _found(session: Session, library_id: int, message_id: int) -> Sequence[IntroductionMessage]:
    return queries.list_messages_by_ids(session, library_id, [message_id])
