"""What the desk and the clock read of proposals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from community.accounts.models import Membership, Person
from community.accounts.roles import DESK_ROLES
from community.gatherings.models import Gathering, GatheringStatus
from community.proposals.models import Proposal, ProposalBacking, State
from community.proposals.queries import whole

#: The library owes an answer.
OUR_TURN = (
    Proposal.state == State.OPEN,
    Proposal.asked_until.is_(None),
    Proposal.hidden_at.is_(None),
)
_MOST = 50


def to_answer(library_id: int) -> Select[int]:
    """How many wait for an answer of the library."""
    return select(func.count(Proposal.id)).where(Proposal.library_id == library_id, *OUR_TURN)


def first_term(library_id: int) -> Select[datetime | None]:
    """Before when the first of them has to be answered."""
    return select(func.min(Proposal.answer_by)).where(Proposal.library_id == library_id, *OUR_TURN)


def list_at_desk(session: Session, library_id: int) -> Sequence[Proposal]:
    """All that is open or being planned: what waits for us first, the first term first."""
    return session.scalars(
        whole()
        .where(
            Proposal.library_id == library_id,
            Proposal.state.in_((State.OPEN, State.WAITING, State.PLANNED)),
        )
        .order_by(Proposal.answer_by, Proposal.id)
    ).all()


def list_ended(session: Session, library_id: int) -> Sequence[Proposal]:
    """The latest of which nothing more comes, or that took place."""
    return session.scalars(
        whole()
        .where(Proposal.library_id == library_id, Proposal.ended_at.is_not(None))
        .order_by(Proposal.ended_at.desc(), Proposal.id.desc())
        .limit(_MOST)
    ).all()


def name_of_librarian(session: Session, proposal: Proposal) -> str:
    """Who answered it."""
    person = session.get(Person, proposal.answered_by_id) if proposal.answered_by_id else None
    return person.full_name if person else ""


# ─── by the clock ───


def list_to_remind(session: Session, *, soon: datetime, now: datetime) -> Sequence[Proposal]:
    """Whose term is near or over, and the librarians were not told that yet."""
    near = and_(Proposal.answer_by <= soon, Proposal.reminded_at.is_(None))
    late = and_(Proposal.answer_by <= now, Proposal.late_told_at.is_(None))
    return session.scalars(
        select(Proposal)
        .where(*OUR_TURN, or_(near, late))
        .order_by(Proposal.library_id, Proposal.id)
        .limit(200)
        .with_for_update(of=Proposal)
    ).all()


def list_due(session: Session, library_id: int, *, soon: datetime) -> Sequence[Proposal]:
    """What has to be answered before long, for the mail that says so."""
    return session.scalars(
        select(Proposal)
        .where(Proposal.library_id == library_id, *OUR_TURN, Proposal.answer_by <= soon)
        .order_by(Proposal.answer_by, Proposal.id)
    ).all()


def list_librarians(session: Session, library_id: int) -> Sequence[Person]:
    """Who works at the desk and can be mailed."""
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.library_id == library_id,
            Membership.role.in_(DESK_ROLES),
            Person.gets_mail,
        )
        .order_by(Person.id)
    ).all()


def list_unanswered(session: Session, *, now: datetime) -> Sequence[tuple[int, int]]:
    """By library and number: what the library asked something of, to which nothing came in time."""
    rows = session.execute(
        select(Proposal.library_id, Proposal.id)
        .where(Proposal.state == State.OPEN, Proposal.asked_until <= now)
        .order_by(Proposal.id)
    )
    return [(library_id, number) for library_id, number in rows]


def list_planned(session: Session, *such: object) -> Sequence[tuple[int, int]]:
    """Those being planned of which this holds, with their gathering if it is still there."""
    rows = session.execute(
        select(Proposal.library_id, Proposal.id)
        .outerjoin(Gathering, Gathering.id == Proposal.gathering_id)
        .where(Proposal.state == State.PLANNED, *such)  # type: ignore[arg-type]
        .order_by(Proposal.id)
    )
    return [(library_id, number) for library_id, number in rows]


def list_now_published(session: Session) -> Sequence[tuple[int, int]]:
    """In the agenda by now, and nobody was told that yet."""
    in_agenda = Gathering.status.in_((GatheringStatus.PUBLISHED, GatheringStatus.CLOSED))
    return list_planned(session, in_agenda, Proposal.told_at.is_(None))


def list_over(session: Session, *, now: datetime) -> Sequence[tuple[int, int]]:
    """Whose gathering is behind us."""
    took_place = Gathering.status != GatheringStatus.DRAFT
    return list_planned(session, took_place, Gathering.ends_at <= now, Proposal.ended_at.is_(None))


def list_without_gathering(session: Session) -> Sequence[tuple[int, int]]:
    """Whose draft was thrown away: the library owes an answer again."""
    return list_planned(session, Gathering.id.is_(None), Proposal.ended_at.is_(None))


def list_calls(session: Session, library_id: int) -> Sequence[ProposalBacking]:
    """Who has yet to hear how it stands, and gets no mail; who waits longest comes first."""
    return session.scalars(
        _calls(library_id)
        .options(
            joinedload(ProposalBacking.person),
            joinedload(ProposalBacking.proposal).joinedload(Proposal.gathering),
        )
        .order_by(ProposalBacking.call_since, ProposalBacking.id)
        .limit(_MOST)
    ).all()


def how_many_calls(library_id: int) -> Select[int]:
    return _calls(library_id).with_only_columns(func.count(ProposalBacking.id))


def _calls(library_id: int) -> Select[ProposalBacking]:
    return (
        select(ProposalBacking)
        .join(ProposalBacking.proposal)
        .where(
            ProposalBacking.library_id == library_id,
            ProposalBacking.call_since.is_not(None),
            ProposalBacking.person_id.is_not(None),
            Proposal.hidden_at.is_(None),
        )
    )
