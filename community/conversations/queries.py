"""What is read of conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.accounts.models import Person
from community.conversations.models import (
    Contribution,
    ContributionNod,
    Conversation,
    Listener,
    Nod,
)
from community.conversations.seeing import Viewer, shown
from community.errors import NotFound
from community.gatherings.models import GatheringHost, SignUp, SignUpStatus

KIND = "contribution"


@dataclass(slots=True)
class Said:
    """A contribution with what hangs on it, for one viewer."""

    contribution: Contribution
    replies: list[Said] = field(default_factory=list)
    nods: Mapping[Nod, int] = field(default_factory=dict)
    mine: frozenset[Nod] = frozenset()


def find_of(session: Session, library_id: int, gathering_id: int) -> Conversation | None:
    return session.scalars(
        select(Conversation).where(
            Conversation.library_id == library_id, Conversation.gathering_id == gathering_id
        )
    ).one_or_none()


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
        .options(joinedload(Contribution.conversation).joinedload(Conversation.gathering))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def get(session: Session, library_id: int, contribution_id: int, viewer: Viewer) -> Contribution:
    """What this viewer does not see does not exist."""
    found = session.scalars(
        select(Contribution).where(
            Contribution.id == contribution_id,
            Contribution.library_id == library_id,
            shown(viewer),
        )
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


def list_said(
    session: Session, conversation: Conversation, viewer: Viewer, *, after: int = 0
) -> list[Said]:
    """In the order in which it was said, replies below what they answer; 2 statements.

    With `after`, only what came later than that number; a reply to an earlier one stands by itself.
    """
    rows = session.scalars(
        select(Contribution)
        .outerjoin(Contribution.person)
        .where(
            Contribution.conversation_id == conversation.id,
            Contribution.id > after,
            shown(viewer),
        )
        .options(contains_eager(Contribution.person))
        .order_by(Contribution.id)
    ).all()
    nods = _nods(session, conversation.id, viewer.person_id)
    said = {
        row.id: Said(
            row,
            nods={nod: number for nod, (number, _mine) in nods.get(row.id, {}).items()},
            mine=frozenset(nod for nod, (_number, mine) in nods.get(row.id, {}).items() if mine),
        )
        for row in rows
    }
    top: list[Said] = []
    for each in said.values():
        above = said.get(each.contribution.reply_to_id or 0)
        (above.replies if above else top).append(each)
    return top


def _nods(
    session: Session, conversation_id: int, person_id: int | None
) -> dict[int, dict[Nod, tuple[int, bool]]]:
    """By contribution and nod: how many, and whether this person's is among them."""
    is_mine = ContributionNod.person_id == (person_id or 0)
    rows = session.execute(
        select(
            ContributionNod.contribution_id,
            ContributionNod.nod,
            func.count(),
            func.max(case((is_mine, 1), else_=0)),
        )
        .join(Contribution, Contribution.id == ContributionNod.contribution_id)
        .where(Contribution.conversation_id == conversation_id)
        .group_by(ContributionNod.contribution_id, ContributionNod.nod)
    ).all()
    found: dict[int, dict[Nod, tuple[int, bool]]] = {}
    for contribution_id, nod, number, mine in rows:
        found.setdefault(contribution_id, {})[nod] = (number, bool(mine))
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is at a gathering and in its conversation."""

    takes_part: bool  #: Has a place: who waits, or was never confirmed, does not.
    is_host: bool
    is_muted: bool


def standing(session: Session, gathering_id: int, person_id: int) -> Standing:
    row = session.execute(
        select(
            exists().where(
                SignUp.gathering_id == gathering_id,
                SignUp.person_id == person_id,
                SignUp.status == SignUpStatus.CONFIRMED,
            ),
            exists().where(
                GatheringHost.gathering_id == gathering_id, GatheringHost.person_id == person_id
            ),
            exists().where(
                Listener.conversation_id == Conversation.id,
                Conversation.gathering_id == gathering_id,
                Listener.person_id == person_id,
                Listener.muted_at.is_not(None),
            ),
        )
    ).one()
    return Standing(*map(bool, row))


def list_by_ids(session: Session, library_id: int, ids: Sequence[int]) -> Sequence[Contribution]:
    return session.scalars(
        select(Contribution)
        .where(Contribution.library_id == library_id, Contribution.id.in_(ids))
        .options(
            joinedload(Contribution.conversation).joinedload(Conversation.gathering),
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
    session: Session, conversation_id: int, *, before: datetime
) -> Sequence[tuple[int, int, int]]:
    """Who takes part or spoke, gets mail, and was not told since `before`: person, the last that
    they know of, and the last there is that is not their own."""
    spoke = select(Contribution.person_id).where(
        Contribution.conversation_id == conversation_id, Contribution.person_id.is_not(None)
    )
    comes = (
        select(SignUp.person_id)
        .join(Conversation, Conversation.gathering_id == SignUp.gathering_id)
        .where(Conversation.id == conversation_id, SignUp.status == SignUpStatus.CONFIRMED)
    )
    known = func.coalesce(Listener.told_until, 0)
    rows = session.execute(
        select(Person.id, known, func.max(Contribution.id))
        .outerjoin(
            Listener,
            and_(Listener.person_id == Person.id, Listener.conversation_id == conversation_id),
        )
        .join(
            Contribution,
            and_(
                Contribution.conversation_id == conversation_id,
                Contribution.id > known,
                Contribution.person_id.is_distinct_from(Person.id),
                Contribution.seen_from.is_not(None),
                Contribution.hidden_at.is_(None),
                Contribution.withdrawn_at.is_(None),
            ),
        )
        .where(
            Person.gets_mail,
            Person.id.in_(spoke.union(comes)),
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
