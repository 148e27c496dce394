"""What is read about the acts: what was done, and what stands there that does not count yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, literal, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from community.accounts.models import Membership
from community.accounts.roles import DESK_ROLES
from community.acts.models import Act, Means, TalkAct
from community.conversations import anchors
from community.conversations.anchors import Anchor
from community.conversations.models import Contribution, Conversation, Kind, On
from community.formats.models import GatheringFormat
from community.gatherings.models import Gathering, GatheringHost
from community.harvests.models import Harvest, HarvestEdition
from community.invitations.models import Invitation
from community.topics.models import Theme


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a librarian did for a conversation, wherever it was done."""

    act: Act
    means: Means
    ref: str
    at: datetime


def list_done(session: Session, conversation: Conversation) -> Sequence[TalkAct]:
    """The latest first."""
    return session.scalars(
        select(TalkAct)
        .where(
            TalkAct.library_id == conversation.library_id,
            TalkAct.conversation_id == conversation.id,
        )
        .order_by(TalkAct.happened_at.desc(), TalkAct.id.desc())
    ).all()


def list_of_late(session: Session, *, since: datetime) -> Sequence[int]:
    """Conversations at what was held lately or is to come, and others in which somebody spoke."""
    spoke = exists().where(
        Contribution.conversation_id == Conversation.id, Contribution.written_at > since
    )
    return session.scalars(
        select(Conversation.id)
        .outerjoin(Gathering, Gathering.id == Conversation.gathering_id)
        .where(or_(Gathering.ends_at > since, Conversation.gathering_id.is_(None) & spoke))
        .order_by(Conversation.id)
    ).all()


def list_missing(session: Session, conversation: Conversation, *, now: datetime) -> list[Fact]:
    """What stands there and was not counted yet, for this conversation or another."""
    facts = list(_facts(session, conversation, now))
    known = _known(session, conversation.library_id, [fact.ref for fact in facts])
    return [fact for fact in facts if (fact.means, fact.ref) not in known]


def _known(session: Session, library_id: int, refs: Collection[str]) -> set[tuple[Means, str]]:
    if not refs:
        return set()
    rows = session.execute(
        select(TalkAct.means, TalkAct.ref).where(
            TalkAct.library_id == library_id, TalkAct.ref.in_(refs)
        )
    )
    return {(means, ref) for means, ref in rows}


def _facts(session: Session, conversation: Conversation, now: datetime) -> Iterator[Fact]:
    for number, kind, at in session.execute(_said_by_who_works_here(conversation)):
        if kind is Kind.SOURCE:
            yield Fact(Act.ENRICH, Means.SOURCE, str(number), at)
        else:
            yield Fact(Act.ACTIVATE, Means.QUESTION, str(number), at)
    gathering = conversation.gathering
    if gathering is not None:
        yield from _invited(session, gathering)
        yield from _supported(session, gathering, now)
    else:
        for planned in _list_planned_untalked(session, conversation):
            yield from _supported(session, planned, now)
    yield from _published(session, conversation)


def _invited(session: Session, gathering: Gathering) -> Iterator[Fact]:
    invited = select(Invitation.id, Invitation.invited_at).where(
        Invitation.library_id == gathering.library_id, Invitation.gathering_id == gathering.id
    )
    for number, at in session.execute(invited):
        yield Fact(Act.CONNECT, Means.INVITATION, str(number), at)


def _supported(session: Session, gathering: Gathering, now: datetime) -> Iterator[Fact]:
    ref = str(gathering.id)
    chosen = session.scalar(
        select(GatheringFormat.chosen_at).where(GatheringFormat.gathering_id == gathering.id)
    )
    if chosen is not None:
        yield Fact(Act.SUPPORT, Means.FORMAT, ref, chosen)
    host = select(GatheringHost.person_id).where(GatheringHost.gathering_id == gathering.id)
    if session.scalar(host.limit(1)) is not None:
        yield Fact(Act.SUPPORT, Means.HOST, ref, now)
    if gathering.booking_id is not None:
        yield Fact(Act.SUPPORT, Means.ROOM, ref, now)


def list_planned(session: Session, conversation: Conversation) -> Sequence[Gathering]:
    """The gatherings that were planned out of a conversation, the latest first."""
    return session.scalars(_planned(session, conversation)).all()


def _list_planned_untalked(session: Session, conversation: Conversation) -> Sequence[Gathering]:
    """Without those that people talk about by themselves: what is done for those counts there."""
    of_its_own = exists().where(Conversation.gathering_id == Gathering.id)
    return session.scalars(_planned(session, conversation).where(~of_its_own)).all()


def _planned(session: Session, conversation: Conversation) -> Select[Gathering]:
    numbers = [
        int(act.ref) for act in list_done(session, conversation) if act.means is Means.GATHERING
    ]
    return (
        select(Gathering)
        .where(Gathering.library_id == conversation.library_id, Gathering.id.in_(numbers))
        .order_by(Gathering.id.desc())
    )


def _published(session: Session, conversation: Conversation) -> Iterator[Fact]:
    """Of a gathering, or of the harvest that people talk about."""
    of = (
        Harvest.gathering_id == conversation.gathering_id
        if conversation.gathering_id is not None
        else Harvest.id == conversation.harvest_id
    )
    published = (
        select(HarvestEdition.harvest_id, HarvestEdition.number, HarvestEdition.published_at)
        .join(Harvest, Harvest.id == HarvestEdition.harvest_id)
        .where(Harvest.library_id == conversation.library_id, of, Harvest.is_public)
    )
    if conversation.hangs_on[0] in (On.GATHERING, On.HARVEST):
        for harvest_id, number, at in session.execute(published):
            yield Fact(Act.SPREAD, Means.HARVEST, f"{harvest_id}.{number}", at)


def list_invitation_ids(session: Session, library_id: int, gathering_id: int) -> set[int]:
    return set(
        session.scalars(
            select(Invitation.id).where(
                Invitation.library_id == library_id, Invitation.gathering_id == gathering_id
            )
        )
    )


# ─── sources that were named ───

#: So many are looked at, the latest first.
LOOKED_AT = 60


def themes_of(session: Session, anchor: Anchor) -> Sequence[Theme]:
    """What it is about; of what is sensitive nothing is proposed."""
    each = aliased(Theme)
    about = anchors.kinds()[anchor.on].about(each.id)  # type: ignore[arg-type]
    return session.scalars(
        select(each)
        .where(literal(anchor.id).in_(about), each.is_sensitive.is_(False))
        .order_by(each.position)
    ).all()


def numbers_of(themes: Collection[Theme]) -> Select[int]:
    return select(Theme.id).where(Theme.id.in_([theme.id for theme in themes]))


def list_named_at(session: Session, anchor: Anchor) -> Sequence[Contribution]:
    column = anchors.kinds()[anchor.on].column
    return _named(session, anchor.library_id, column == anchor.id)


def list_named_about(session: Session, library_id: int, theme_id: int) -> Sequence[Contribution]:
    """Around whatever is about this theme: an activity, its harvest, an offer, a group."""
    every = anchors.kinds().values()
    about = or_(*(kind.column.in_(kind.about(theme_id)) for kind in every))
    return _named(session, library_id, about)


def _named(session: Session, library_id: int, where: ColumnElement[bool]) -> Sequence[Contribution]:
    return session.scalars(
        select(Contribution)
        .join(Conversation, Conversation.id == Contribution.conversation_id)
        .where(
            Contribution.library_id == library_id,
            Contribution.kind == Kind.SOURCE,
            or_(Contribution.url != "", Contribution.title != ""),
            Contribution.seen_from.is_not(None),
            Contribution.hidden_at.is_(None),
            Contribution.withdrawn_at.is_(None),
            where,
        )
        .options(joinedload(Contribution.conversation))
        .order_by(Contribution.id.desc())
        .limit(LOOKED_AT)
    ).all()


def _said_by_who_works_here(
    conversation: Conversation,
) -> Select[int, Kind | None, datetime]:
    workers = select(Membership.person_id).where(
        Membership.library_id == conversation.library_id, Membership.role.in_(DESK_ROLES)
    )
    return select(Contribution.id, Contribution.kind, Contribution.written_at).where(
        Contribution.library_id == conversation.library_id,
        Contribution.conversation_id == conversation.id,
        Contribution.kind.in_((Kind.SOURCE, Kind.QUESTION)),
        Contribution.withdrawn_at.is_(None),
        Contribution.person_id.in_(workers),
    )
