"""What is read about the acts: what was done, and what stands there that does not count yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from community.accounts.models import Membership
from community.accounts.roles import DESK_ROLES
from community.acts.models import Act, Means, TalkAct
from community.conversations.models import Contribution, Conversation, Kind
from community.formats.models import GatheringFormat
from community.gatherings.models import Gathering, GatheringHost
from community.harvests.models import Harvest, HarvestEdition
from community.invitations.models import Invitation


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a librarian did for a conversation, wherever it was done."""

    act: Act
    means: Means
    ref: str
    at: datetime


def list_done(session: Session, library_id: int, gathering_id: int) -> Sequence[TalkAct]:
    """The latest first."""
    return session.scalars(
        select(TalkAct)
        .where(TalkAct.library_id == library_id, TalkAct.gathering_id == gathering_id)
        .order_by(TalkAct.happened_at.desc(), TalkAct.id.desc())
    ).all()


def list_of_late(session: Session, *, since: datetime) -> Sequence[tuple[int, int]]:
    """With a conversation, and over lately or still to come: library, gathering."""
    rows = session.execute(
        select(Conversation.library_id, Gathering.id)
        .join(Gathering, Gathering.id == Conversation.gathering_id)
        .where(Gathering.ends_at > since)
        .order_by(Gathering.id)
    )
    return [(library_id, gathering_id) for library_id, gathering_id in rows]


def list_missing(session: Session, gathering: Gathering, *, now: datetime) -> list[Fact]:
    """What stands there and was not counted yet."""
    known = {
        (each.means, each.ref) for each in list_done(session, gathering.library_id, gathering.id)
    }
    return [fact for fact in _facts(session, gathering, now) if (fact.means, fact.ref) not in known]


def _facts(session: Session, gathering: Gathering, now: datetime) -> Iterator[Fact]:
    for number, kind, at in session.execute(_said_by_who_works_here(gathering)):
        if kind is Kind.SOURCE:
            yield Fact(Act.ENRICH, Means.SOURCE, str(number), at)
        else:
            yield Fact(Act.ACTIVATE, Means.QUESTION, str(number), at)
    invited = select(Invitation.id, Invitation.invited_at).where(
        Invitation.library_id == gathering.library_id, Invitation.gathering_id == gathering.id
    )
    for number, at in session.execute(invited):
        yield Fact(Act.CONNECT, Means.INVITATION, str(number), at)
    chosen = session.scalar(
        select(GatheringFormat.chosen_at).where(GatheringFormat.gathering_id == gathering.id)
    )
    if chosen is not None:
        yield Fact(Act.SUPPORT, Means.FORMAT, "format", chosen)
    host = select(GatheringHost.person_id).where(GatheringHost.gathering_id == gathering.id)
    if session.scalar(host.limit(1)) is not None:
        yield Fact(Act.SUPPORT, Means.HOST, "host", now)
    if gathering.booking_id is not None:
        yield Fact(Act.SUPPORT, Means.ROOM, "room", now)
    published = (
        select(HarvestEdition.number, HarvestEdition.published_at)
        .join(Harvest, Harvest.id == HarvestEdition.harvest_id)
        .where(Harvest.gathering_id == gathering.id, Harvest.is_public)
    )
    for number, at in session.execute(published):
        yield Fact(Act.SPREAD, Means.HARVEST, str(number), at)


def _said_by_who_works_here(gathering: Gathering) -> Select[int, Kind | None, datetime]:
    workers = select(Membership.person_id).where(
        Membership.library_id == gathering.library_id, Membership.role.in_(DESK_ROLES)
    )
    return (
        select(Contribution.id, Contribution.kind, Contribution.written_at)
        .join(Conversation, Conversation.id == Contribution.conversation_id)
        .where(
            Conversation.library_id == gathering.library_id,
            Conversation.gathering_id == gathering.id,
            Contribution.kind.in_((Kind.SOURCE, Kind.QUESTION)),
            Contribution.withdrawn_at.is_(None),
            Contribution.person_id.in_(workers),
        )
    )
