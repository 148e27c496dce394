"""Saying something, changing it, taking it back, and what somebody says without words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.conversations import queries, seeing
from community.conversations.anchors import Anchor
from community.conversations.models import (
    Contribution,
    ContributionNod,
    Conversation,
    Kind,
    Listener,
    Nod,
    SeenBy,
)
from community.conversations.queries import KIND
from community.conversations.seeing import Viewer
from community.db import insert_once
from community.errors import DomainError, NotFound
from community.libraries import versions
from community.moderation import cases
from community.words import N_

#: So much one person says in a day; more is a flood, or a machine.
MOST_IN_A_DAY = 60


class TakesBack(Protocol):
    def __call__(self, session: Session, said: Contribution, /, *, now: datetime) -> None: ...


#: What else lets go of words that were taken back, by room.
_also: dict[str, TakesBack] = {}


def also_takes_back(room: str, take_back: TakesBack) -> None:
    """Let a room that took words over hear that they were taken back, in that transaction."""
    _also[room] = take_back


#: What else knows that words were hidden, or are seen again, by room.
_also_hidden: dict[str, TakesBack] = {}


def also_hides(room: str, hear: TakesBack) -> None:
    """Let a room that took words over hear that moderation hid them, or let them through again, in
    that transaction."""
    _also_hidden[room] = hear


def hidden(session: Session, said: Contribution, *, now: datetime) -> None:
    """Moderation decided otherwise about it."""
    session.flush()
    for hear in _also_hidden.values():
        hear(session, said, now=now)
    changed(session, said.conversation)


class ConversationIsClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This conversation is closed. You can still read it."))


class EnoughForToday(DomainError):
    status = 429

    def __init__(self) -> None:
        super().__init__(N_("You have said a lot today. Carry on tomorrow, or talk to each other."))


class NotYours(DomainError):
    status = 403

    def __init__(self) -> None:
        super().__init__(N_("Only the person who wrote this can change it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody typed."""

    text: str
    kind: Kind | None = None  #: None: a reply.
    reply_to_id: int | None = None
    url: str = ""
    title: str = ""
    isbn: str = ""


def say(
    session: Session,
    anchor: Anchor,
    viewer: Viewer,
    words: Words,
    *,
    once: str,
    now: datetime,
) -> Contribution:
    """Add to the conversation on something, which opens with the first word.

    The first two of a new person wait for a librarian. The same form sent twice says it once.
    """
    conversation = _opened(session, anchor, now=now)
    once = _mark(once, words)
    if sent := queries.find_sent(session, conversation.id, once):
        return sent
    person_id = _speaker(conversation, viewer)
    _refuse_floods(session, conversation.library_id, person_id, now=now)
    waits = not viewer.leads and cases.must_wait(session, conversation.library_id, person_id, KIND)
    said = Contribution(
        library_id=conversation.library_id,
        conversation_id=conversation.id,
        person_id=person_id,
        reply_to_id=_answered(session, conversation, viewer, words.reply_to_id),
        kind=None if words.reply_to_id else (words.kind or Kind.EXPERIENCE),
        phase=anchor.phase(now),
        text=words.text,
        url=words.url,
        title=words.title,
        isbn=words.isbn,
        seen_from=None if waits else now,
        written_at=now,
        once=once,
    )
    session.add(said)
    session.flush()
    if waits:
        cases.ask_for_a_look(session, said.library_id, KIND, said.id, author_id=person_id, now=now)
    changed(session, conversation)
    return said


def edit(
    session: Session, library_id: int, contribution_id: int, viewer: Viewer, text: str,
    *, now: datetime,
) -> Contribution:  # fmt: skip
    """Other words for the same; that they were changed stays to be seen."""
    said = _own(session, library_id, contribution_id, viewer)
    if said.conversation.closed_at is not None:
        raise ConversationIsClosed
    if said.withdrawn_at is None and said.text != text:
        said.text, said.edited_at = text, now
        changed(session, said.conversation)
    return said


def withdraw(
    session: Session, library_id: int, contribution_id: int, viewer: Viewer, *, now: datetime
) -> Contribution:
    """Its words go, its place and what others answered stay. Twice changes nothing."""
    said = _own(session, library_id, contribution_id, viewer)
    if said.withdrawn_at is None:
        said.text = said.url = said.title = said.isbn = ""
        said.withdrawn_at = now
        cases.withdraw(session, library_id, KIND, said.id, now=now)
        changed(session, said.conversation)
        for take_back in _also.values():
            take_back(session, said, now=now)
    return said


def nod(
    session: Session, library_id: int, contribution_id: int, viewer: Viewer, how: Nod,
    *, now: datetime,
) -> Contribution:  # fmt: skip
    """Recognise it or want to join in; pressing again takes that back."""
    said = queries.get(session, library_id, contribution_id, viewer)
    person_id = _speaker(said.conversation, viewer)
    if said.withdrawn_at is not None:
        raise NotFound
    made = insert_once(
        session, ContributionNod, contribution_id=said.id, person_id=person_id, nod=how,
        library_id=library_id, nodded_at=now,
    )  # fmt: skip
    if not made:
        session.execute(
            delete(ContributionNod).where(
                ContributionNod.contribution_id == said.id,
                ContributionNod.person_id == person_id,
                ContributionNod.nod == how,
            )
        )
    return said


def mute(session: Session, anchor: Anchor, person_id: int, *, muted: bool, now: datetime) -> None:
    """No mails about this conversation, or again."""
    conversation = _opened(session, anchor, now=now)
    insert_once(
        session, Listener, conversation_id=conversation.id, person_id=person_id,
        library_id=conversation.library_id, told_until=0,
    )  # fmt: skip
    listener = session.get_one(Listener, (conversation.id, person_id))
    listener.muted_at = (listener.muted_at or now) if muted else None


def arrange(
    session: Session,
    anchor: Anchor,
    *,
    seen_by: SeenBy,
    is_closed: bool,
    now: datetime,
) -> Conversation:
    """Who may read it, and whether it goes on: the librarian's, or who leads what it hangs on."""
    conversation = _opened(session, anchor, now=now)
    conversation.seen_by = seen_by
    conversation.closed_at = (conversation.closed_at or now) if is_closed else None
    # Whatever it was before: what everybody could read stands on pages that are kept.
    versions.pages_changed(session, conversation.library_id)
    return conversation


def _opened(session: Session, anchor: Anchor, *, now: datetime) -> Conversation:
    """The conversation on something, held until the end; made when nobody spoke yet."""
    if not anchor.can_be_talked_about:
        raise NotFound
    insert_once(
        session, Conversation, **anchor.key, seen_by=anchor.usual, closed_at=None, opened_at=now
    )
    found = queries.find_on(session, anchor)
    if found is None:
        raise NotFound
    return queries.lock(session, anchor.library_id, found.id)


def _speaker(conversation: Conversation, viewer: Viewer) -> int:
    """Who may not read it learns nothing of it."""
    if viewer.person_id is None or not seeing.may_read(conversation.seen_by, viewer):
        raise NotFound
    if conversation.closed_at is not None:
        raise ConversationIsClosed
    return viewer.person_id


def _refuse_floods(session: Session, library_id: int, person_id: int, *, now: datetime) -> None:
    since = now - timedelta(days=1)
    if queries.count_since(session, library_id, person_id, since) >= MOST_IN_A_DAY:
        raise EnoughForToday


def _mark(once: str, words: Words) -> str:
    """Of one form with these words: other words typed after going back are something else said."""
    said = f"{once} {words.reply_to_id} {words.text}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _answered(
    session: Session, conversation: Conversation, viewer: Viewer, reply_to_id: int | None
) -> int | None:
    """An answer to an answer stands below the same contribution: replies go one level deep."""
    if reply_to_id is None:
        return None
    above = queries.get(session, conversation.library_id, reply_to_id, viewer)
    if above.conversation_id != conversation.id:
        raise NotFound
    return above.reply_to_id or above.id


def _own(session: Session, library_id: int, contribution_id: int, viewer: Viewer) -> Contribution:
    queries.get(session, library_id, contribution_id, viewer)
    said = queries.lock_contribution(session, library_id, contribution_id)
    if said.person_id is None or said.person_id != viewer.person_id:
        raise NotYours
    return said


def changed(session: Session, conversation: Conversation) -> None:
    """What is said in it is different: so are the pages on which everybody reads it."""
    if conversation.seen_by is SeenBy.EVERYONE:
        versions.pages_changed(session, conversation.library_id)
