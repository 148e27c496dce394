"""The conversations that somebody may read, the latest word first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from community.conversations import anchors
from community.conversations.anchors import Anchor, AnchorKind, Who
from community.conversations.models import Contribution, Conversation, On, SeenBy
from community.conversations.seeing import Viewer, shown
from community.pages import Page
from community.topics.models import Theme

#: So many stand on a page.
SIZE = 30


@dataclass(frozen=True, slots=True)
class Listed:
    anchor: Anchor
    conversation: Conversation
    said: int  #: How many contributions there are to see.
    last_at: datetime


def list_readable(
    session: Session,
    library_id: int,
    who: Who,
    *,
    now: datetime,
    on: On | None = None,
    theme: Theme | None = None,
    only: Collection[int] | None = None,
    page: int = 1,
) -> Page[Listed]:
    """Those in which this one sees that something was said; `only` of these numbers, if given."""
    kinds = [kind for kind in anchors.kinds().values() if on in (None, kind.on)]
    may = or_(*(_may_read(kind, library_id, who, now, theme) for kind in kinds))
    viewer = Viewer(who.person_id, is_librarian=who.is_librarian)
    last = func.max(Contribution.written_at)
    rows = session.execute(
        select(Conversation, func.count(Contribution.id), last, func.count().over())
        .join(Contribution, Contribution.conversation_id == Conversation.id)
        .where(
            Conversation.library_id == library_id,
            may,
            shown(viewer),
            Contribution.withdrawn_at.is_(None),
            true() if only is None else Conversation.id.in_(only),
        )
        .group_by(Conversation.id)
        .order_by(last.desc(), Conversation.id.desc())
        .offset((page - 1) * SIZE)
        .limit(SIZE)
    ).all()
    about = anchors.of_all(session, [row[0] for row in rows])
    listed = [
        Listed(about[conversation.id], conversation, said, last_at)
        for conversation, said, last_at, _total in rows
        if conversation.id in about
    ]
    return Page(listed, rows[0][3] if rows else 0, page, SIZE)


def is_readable(
    library_id: int, who: Who, on: On, number: Any, *, now: datetime
) -> ColumnElement[bool]:
    """Whether on this thing there is a conversation that this one may read; `number` is a column of
    the statement that it stands in."""
    kind = anchors.kinds()[on]
    # A table of its own, so that no condition in it is about a row of the statement around it.
    readable = (
        select(kind.column.label("number"))
        .where(Conversation.library_id == library_id, _may_read(kind, library_id, who, now, None))
        .subquery()
    )
    return exists().where(readable.c.number == number)


def _may_read(
    kind: AnchorKind, library_id: int, who: Who, now: datetime, theme: Theme | None
) -> ColumnElement[bool]:
    wanted: list[ColumnElement[bool]] = [kind.column.in_(kind.seen(library_id, who, now))]
    if theme is not None:
        wanted.append(kind.column.in_(kind.about(theme.id)))
    if not who.is_librarian:
        wanted.append(or_(*_by_its_own_rule(kind, who)))
    return and_(*wanted)


def _by_its_own_rule(kind: AnchorKind, who: Who) -> list[ColumnElement[bool]]:
    """As `seeing.may_read` says it of one."""
    if who.person_id is None:
        return [Conversation.seen_by == SeenBy.EVERYONE]
    return [
        Conversation.seen_by.in_((SeenBy.EVERYONE, SeenBy.SIGNED_IN)),
        kind.takes_part(who.person_id, kind.column),
        kind.is_led_by(who.person_id, kind.column),
    ]
