"""What moderation may ask and do of a contribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from community import clock
from community.conversations import anchors, queries, seeing, writing
from community.conversations.anchors import Who
from community.conversations.models import Contribution
from community.conversations.queries import KIND
from community.conversations.seeing import Viewer
from community.errors import NotFound
from community.moderation import subjects
from community.moderation.subjects import Shown, Subject
from community.words import N_


def show(session: Session, library_id: int, ids: Sequence[int]) -> Mapping[int, Shown]:
    """What a moderator reads of contributions; those whose anchor is gone are left out."""
    found = queries.list_by_ids(session, library_id, ids)
    about = anchors.of_all(session, [said.conversation for said in found])
    return {
        said.id: Shown(
            title=about[said.conversation_id].title,
            text="\n".join(filter(None, (said.text, said.title, said.url))),
            author_id=said.person_id,
            # Not by `url_for`: a mail is written outside any request.
            url=f"/{said.conversation.library.slug}/gesprekken/bijdrage/{said.id}",
        )
        for said in found
        if said.conversation_id in about
    }


def hide(session: Session, library_id: int, said_id: int, *, why: str, now: datetime) -> None:
    """From now on its author and librarians alone see it."""
    said = queries.lock_contribution(session, library_id, said_id)
    said.hidden_at = said.hidden_at or now
    said.hidden_why = why
    writing.hidden(session, said, now=now)


def allow(session: Session, library_id: int, said_id: int, *, now: datetime) -> None:
    """What waited is said now; what was hidden is seen again."""
    said = queries.lock_contribution(session, library_id, said_id)
    said.seen_from = said.seen_from or now
    said.hidden_at, said.hidden_why = None, ""
    writing.hidden(session, said, now=now)


def may_see(session: Session, library_id: int, said_id: int, person_id: int) -> bool:
    """As somebody who does not work here."""
    said = _find(session, library_id, said_id)
    if said is None or said.withdrawn_at is not None:
        return False
    conversation = said.conversation
    anchor = anchors.find_seen(
        session, library_id, *conversation.hangs_on, Who(person_id), now=clock.now()
    )
    if anchor is None:
        return False
    standing = queries.standing(session, anchor, person_id)
    viewer = Viewer(person_id, is_host=standing.leads, takes_part=standing.takes_part)
    if not seeing.may_read(conversation.seen_by, viewer):
        return False
    return said.seen_from is not None and said.hidden_at is None


def was_there(session: Session, library_id: int, said_id: int, person_id: int) -> bool:
    """Who has a place in what it hangs on, or leads it."""
    said = _find(session, library_id, said_id)
    anchor = said and anchors.find(session, library_id, *said.conversation.hangs_on)
    if not anchor:
        return False
    standing = queries.standing(session, anchor, person_id)
    return standing.takes_part or standing.leads


def register(app: Flask) -> None:
    subject = Subject(
        name=N_("contribution to a conversation"),
        show=show,
        hide=hide,
        allow=allow,
        of_person=queries.list_of_person,
        may_see=may_see,
        was_there=was_there,
        lock=_hold,
    )
    subjects.register(app, KIND, subject)


def _find(session: Session, library_id: int, said_id: int) -> Contribution | None:
    return next(iter(queries.list_by_ids(session, library_id, [said_id])), None)


def _hold(session: Session, library_id: int, said_id: int) -> object:
    try:
        return queries.lock_contribution(session, library_id, said_id)
    except NotFound:
        return None
