"""What is read of conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    and_,
    exists,
    false,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session, joinedload

from community.accounts.models import Person
from community.conversations import anchors
from community.conversations.anchors import Anchor
from community.conversations.models import (
    Contribution,
    Conversation,
    Listener,
)
from community.conversations.seeing import Viewer, shown
from community.errors import NotFound
from community.moderation import agreeing
from community.moderation.agreeing import Known

KIND = "contribution"


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is where a conversation hangs, and in the conversation."""

    takes_part: bool = (
        False  #: At a gathering: has a place; who waits, or was never confirmed, has none.
    )
    leads: bool = False
    is_muted: bool = False
    #: What they agreed to of the rules of the house, where it was asked along.
    rules: Known | None = None


def find_of(session: Session, library_id: int, gathering_id: int) -> Conversation | None:
    """Of a gathering."""
    return session.scalars(
        select(Conversation).where(
            Conversation.library_id == library_id, Conversation.gathering_id == gathering_id
        )
    ).one_or_none()


def find_on(session: Session, anchor: Anchor) -> Conversation | None:
    return session.scalars(select(Conversation).filter_by(**anchor.key)).one_or_none()


def find(
    session: Session, library_id: int, conversation_id: int, person_id: int | None
) -> tuple[Conversation, Standing] | None:
    """By its number, with what this person is there: one statement."""
    wanted = select(Conversation).where(
        Conversation.library_id == library_id, Conversation.id == conversation_id
    )
    if person_id is None:
        found = session.scalars(wanted).one_or_none()
        return (found, Standing()) if found else None
    every = anchors.kinds().values()
    row = session.execute(
        wanted.add_columns(
            or_(false(), *(kind.takes_part(person_id, kind.column) for kind in every)),
            or_(false(), *(kind.is_led_by(person_id, kind.column) for kind in every)),
            exists().where(
                Listener.conversation_id == Conversation.id,
                Listener.person_id == person_id,
                Listener.muted_at.is_not(None),
            ),
            *agreeing.columns(library_id, person_id),
        )
    ).one_or_none()
    if row is None:
        return None
    takes_part, leads, is_muted = map(bool, row[1:4])
    return row[0], Standing(takes_part, leads, is_muted, Known(*row[4:]))


def lock(session: Session, library_id: int, conversation_id: int) -> Conversation:
    found = session.scalars(
        select(Conversation)
        .where(Conversation.id == conversation_id, Conversation.library_id == library_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_contribution(session: Session, library_id: int, contribution_id: int) -> Contribution:
    found = session.scalars(
        select(Contribution)
        .where(Contribution.id == contribution_id, Contribution.library_id == library_id)
        .with_for_update(of=Contribution)
        .options(joinedload(Contribution.conversation))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def get(session: Session, library_id: int, contribution_id: int, viewer: Viewer) -> Contribution:
    """What this viewer does not see does not exist."""
    found = session.scalars(
        select(Contribution)
        .where(
            Contribution.id == contribution_id,
            Contribution.library_id == library_id,
            shown(viewer),
        )
        .options(joinedload(Contribution.conversation))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_to_place(session: Session, library_id: int, contribution_id: int) -> Contribution:
    """With the conversation that it stands in; whether it may be seen there is asked next."""
    found = session.scalars(
        select(Contribution)
        .where(Contribution.id == contribution_id, Contribution.library_id == library_id)
        .options(joinedload(Contribution.conversation))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_sent(session: Session, conversation_id: int, once: str) -> Contribution | None:
    return session.scalars(
        select(Contribution).where(
            Contribution.conversation_id == conversation_id, Contribution.once == once
        )
    ).one_or_none()


def standing(session: Session, anchor: Anchor, person_id: int) -> Standing:
    """What somebody is to this conversation, whether or not it has begun."""
    kind = anchors.kinds()[anchor.on]
    row = session.execute(
        select(
            kind.takes_part(person_id, anchor.id),
            kind.is_led_by(person_id, anchor.id),
            exists().where(
                Listener.conversation_id == Conversation.id,
                Conversation.library_id == anchor.library_id,
                kind.column == anchor.id,
                Listener.person_id == person_id,
                Listener.muted_at.is_not(None),
            ),
        )
    ).one()
    takes_part, leads, is_muted = map(bool, row)
    return Standing(takes_part, leads, is_muted)


def list_by_ids(session: Session, library_id: int, ids: Sequence[int]) -> Sequence[Contribution]:
    return session.scalars(
        select(Contribution)
        .where(Contribution.library_id == library_id, Contribution.id.in_(ids))
        .options(
            joinedload(Contribution.conversation).joinedload(Conversation.library),
        )
    ).all()


def list_of_person(session: Session, library_id: int, person_id: int) -> Sequence[int]:
    """Ids of what this person said and did not take back."""
    return session.scalars(
        select(Contribution.id)
        .where(
            Contribution.library_id == library_id,
            Contribution.person_id == person_id,
            Contribution.withdrawn_at.is_(None),
        )
        .order_by(Contribution.id)
    ).all()


def count_since(session: Session, library_id: int, person_id: int, since: datetime) -> int:
    return session.scalars(
        select(func.count(Contribution.id)).where(
            Contribution.library_id == library_id,
            Contribution.person_id == person_id,
            Contribution.written_at > since,
        )
    ).one()


def list_to_tell(
    session: Session, conversation: Conversation, *, before: datetime
) -> Sequence[tuple[int, int, int]]:
    """Who takes part, leads or spoke, gets mail, and was not told since `before`: person, the last
    that they know of, and the last there is that is not their own."""
    on, number = conversation.hangs_on
    kind = anchors.kinds()[on]
    concerned = [
        select(Contribution.person_id).where(
            Contribution.conversation_id == conversation.id, Contribution.person_id.is_not(None)
        )
    ]
    for which in filter(None, (kind.part, kind.leads)):
        at, who = which().selected_columns
        concerned.append(which().where(at == number).with_only_columns(who))
    known = func.coalesce(Listener.told_until, 0)
    rows = session.execute(
        select(Person.id, known, func.max(Contribution.id))
        .outerjoin(
            Listener,
            and_(Listener.person_id == Person.id, Listener.conversation_id == conversation.id),
        )
        .join(
            Contribution,
            and_(
                Contribution.conversation_id == conversation.id,
                Contribution.id > known,
                Contribution.person_id.is_distinct_from(Person.id),
                Contribution.seen_from.is_not(None),
                Contribution.hidden_at.is_(None),
                Contribution.withdrawn_at.is_(None),
            ),
        )
        .where(
            Person.gets_mail,
            Person.id.in_(union(*concerned)),
            Listener.muted_at.is_(None),
            func.coalesce(Listener.told_at < before, True),
        )
        .group_by(Person.id, known)
        .order_by(Person.id)
    ).all()
    return [(person_id, told, last) for person_id, told, last in rows]


def list_with_news(session: Session, *, since: datetime) -> Sequence[int]:
    """Conversations in which something was said lately."""
    return session.scalars(
        select(Contribution.conversation_id)
        .where(Contribution.seen_from >= since)
        .distinct()
        .order_by(Contribution.conversation_id)
    ).all()
