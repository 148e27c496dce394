"""What somebody proposed or stands behind, for themselves: signed in, or by the link in a mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from community import tokens
from community.errors import NotFound
from community.groups.models import Group, GroupMember
from community.proposals import seeing
from community.proposals.models import Proposal, ProposalBacking, State
from community.proposals.queries import PAGE_SIZE, one, whole
from community.words import N_

#: What a token in a link is made for.
PURPOSE, PURPOSE_OF_BACKING = "proposal", "proposal backing"
SPENT = N_("This link no longer works. What it was about has been deleted.")


def get_own(session: Session, library_id: int, proposal_id: int, person_id: int) -> Proposal:
    """One of somebody's own, whatever its state; somebody else's does not exist."""
    mine = (Proposal.id == proposal_id, Proposal.person_id == person_id)
    return one(session, whole().where(Proposal.library_id == library_id, *mine))


def list_own(session: Session, person_id: int) -> Sequence[Proposal]:
    """All that somebody proposed, in every library."""
    return session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.library), joinedload(Proposal.gathering))
        .where(Proposal.person_id == person_id, Proposal.state != State.DRAFT)
        .order_by(Proposal.created_at.desc(), Proposal.id.desc())
        .limit(PAGE_SIZE)
    ).all()


def list_backed(session: Session, person_id: int) -> Sequence[Proposal]:
    """What somebody stands behind that another proposed, in every library."""
    backed = select(ProposalBacking.proposal_id).where(
        ProposalBacking.person_id == person_id, ProposalBacking.confirm_by.is_(None)
    )
    return session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.library), joinedload(Proposal.gathering))
        .where(
            Proposal.id.in_(backed),
            Proposal.person_id.is_distinct_from(person_id),
            Proposal.state.in_(seeing.SHOWN),
            Proposal.hidden_at.is_(None),
        )
        .order_by(Proposal.opened_at.desc(), Proposal.id.desc())
        .limit(PAGE_SIZE)
    ).all()


def list_spoken(session: Session, library_id: int, person_id: int) -> Sequence[int]:
    """The proposals that somebody is behind because they said so at the desk."""
    return session.scalars(
        select(ProposalBacking.proposal_id)
        .where(
            ProposalBacking.library_id == library_id,
            ProposalBacking.person_id == person_id,
            ProposalBacking.spoken.is_not(None),
        )
        .order_by(ProposalBacking.proposal_id)
    ).all()


def find_backing_by_salt(session: Session, library_id: int, salt: str) -> ProposalBacking | None:
    """What the same form wrote down before."""
    return session.scalars(
        select(ProposalBacking)
        .where(ProposalBacking.library_id == library_id, ProposalBacking.salt == salt)
        .options(joinedload(ProposalBacking.proposal))
        .limit(1)
    ).one_or_none()


def list_led(session: Session, library_id: int, person_id: int) -> Sequence[Group]:
    """The groups of this library for which somebody speaks: who is their contact person."""
    return session.scalars(
        select(Group)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(
            Group.library_id == library_id,
            GroupMember.person_id == person_id,
            GroupMember.is_contact.is_(True),
        )
        .order_by(Group.name, Group.id)
    ).all()


def find_same(session: Session, library_id: int, person_id: int, title: str) -> Proposal | None:
    """What this person proposes already in the same words."""
    over = (State.WITHDRAWN, State.EXPIRED, State.DECLINED, State.DONE)
    return session.scalars(
        select(Proposal)
        .where(
            Proposal.library_id == library_id,
            Proposal.person_id == person_id,
            Proposal.title == title,
            Proposal.state.not_in(over),
        )
        .order_by(Proposal.id)
        .limit(1)
    ).first()


def count_since(session: Session, library_id: int, person_id: int, since: datetime) -> int:
    """How many somebody proposed lately; what was typed in their name does not count."""
    return session.scalars(
        select(func.count()).where(
            Proposal.library_id == library_id,
            Proposal.person_id == person_id,
            Proposal.state != State.DRAFT,
            Proposal.created_at > since,
        )
    ).one()


# ─── by the link in a mail ───


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> Proposal:
    found = session.scalars(
        whole().where(Proposal.library_id == library_id, Proposal.id == (tokens.row_id(token) or 0))
    ).one_or_none()
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound(SPENT)
    return found


def token_of(proposal: Proposal, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, proposal.id, proposal.salt)


def get_backing_by_token(
    session: Session, library_id: int, token: str, *, key: str
) -> ProposalBacking:
    """Somebody's own place behind a proposal, as long as others can read that at all."""
    found = session.scalars(
        select(ProposalBacking)
        .join(ProposalBacking.proposal)
        .where(
            ProposalBacking.library_id == library_id,
            ProposalBacking.id == (tokens.row_id(token) or 0),
            *seeing.listed(library_id),
        )
        .options(
            joinedload(ProposalBacking.person),
            joinedload(ProposalBacking.proposal).selectinload(Proposal.themes),
        )
    ).one_or_none()
    purpose = PURPOSE_OF_BACKING
    if found is None or not tokens.matches(token, key, purpose, found.id, found.salt):
        raise NotFound(SPENT)
    return found


def token_of_backing(backing: ProposalBacking, *, key: str) -> str:
    return tokens.derive(key, PURPOSE_OF_BACKING, backing.id, backing.salt)
