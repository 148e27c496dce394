"""Whom an invitation of a group reaches, and what it told before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from community.gatherings import closing_queries
from community.gatherings.models import Gathering, SignUp
from community.gatherings.sign_up_queries import ACTIVE
from community.groups import member_queries
from community.groups.models import Group, GroupInvitation, GroupMember
from community.outbox.models import OutboxMail

#: The letter that invites.
INVITED = "groups/invited"


def list_to_invite(session: Session, group: Group, gathering_id: int) -> list[GroupMember]:
    """Who is in the group and has not signed up for this gathering, nor is left in peace."""
    signed_up = set(
        session.scalars(
            select(SignUp.person_id).where(
                SignUp.gathering_id == gathering_id, SignUp.status.in_(ACTIVE)
            )
        )
    )
    in_peace = set(
        session.scalars(
            select(GroupMember.person_id).where(
                GroupMember.group_id == group.id,
                closing_queries.hears_nothing_more(GroupMember.person_id, gathering_id),
            )
        )
    )
    members = member_queries.list_members(session, group.library_id, group.id)
    return [each for each in members if each.person_id not in signed_up | in_peace]


def list_invited_ids(session: Session, gathering_id: int) -> set[int]:
    """Who has been invited to it before, as a member of whichever group."""
    return set(
        session.scalars(
            select(OutboxMail.person_id).where(
                OutboxMail.gathering_id == gathering_id, OutboxMail.template == INVITED
            )
        )
    )


def list_invitations(
    session: Session, library_id: int, gathering_id: int
) -> Sequence[GroupInvitation]:
    return session.scalars(
        select(GroupInvitation)
        .where(
            GroupInvitation.library_id == library_id,
            GroupInvitation.gathering_id == gathering_id,
        )
        .options(joinedload(GroupInvitation.group))
        .order_by(GroupInvitation.invited_at)
    ).all()


def find_gathering(session: Session, gathering_id: int) -> Gathering | None:
    """A gathering with all that a mail shows of it."""
    return session.scalars(
        select(Gathering)
        .where(Gathering.id == gathering_id)
        .options(
            joinedload(Gathering.library),
            joinedload(Gathering.branch),
            joinedload(Gathering.room),
        )
    ).one_or_none()


def has_signed_up(session: Session, gathering_id: int, person_id: int) -> bool:
    found = select(SignUp.id).where(
        SignUp.gathering_id == gathering_id,
        SignUp.person_id == person_id,
        SignUp.status.in_(ACTIVE),
    )
    return session.scalars(found).first() is not None
