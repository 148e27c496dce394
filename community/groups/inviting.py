"""Inviting a group to a gathering: everybody in it once, whichever groups they are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from community.accounts.models import Person
from community.db import insert_once
from community.errors import DomainError
from community.gatherings import closing_queries, seats
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus, SignUp
from community.gatherings.sign_up_queries import ACTIVE
from community.groups import member_queries, queries
from community.groups.models import Group, GroupInvitation, GroupMember
from community.outbox.models import OutboxMail
from community.outbox.services import owe
from community.words import N_

TEMPLATE = "groups/invited"


class NotToInviteTo(DomainError):
    """Nobody is invited to this gathering, and why."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is reached by mail, and whom to call for lack of an address."""

    mails: int
    to_call: tuple[Person, ...]


def why_not(gathering: Gathering, now: datetime) -> str:
    """Why nobody can be invited to it now, as a msgid; empty when somebody can."""
    if gathering.is_sensitive:
        return N_("Nobody is invited to a sensitive activity: an e-mail would give it away.")
    if gathering.status is not GatheringStatus.PUBLISHED:
        return N_("Publish the activity first. Then you can invite people.")
    if gathering.has_begun(now):
        return N_("It has begun already.")
    return ""


def invite(
    session: Session, library_id: int, gathering_id: int, group_id: int, hand: Hand
) -> Invited:
    """Owe everybody in the group an invitation, but who has signed up or was invited before.

    Inviting again reaches who came into the group since. It never changes who may see what.
    """
    gathering = seats.lock(session, gathering_id, library_id)
    if why := why_not(gathering, hand.now):
        raise NotToInviteTo(why)
    group = queries.get(session, library_id, group_id)
    insert_once(
        session,
        GroupInvitation,
        group_id=group.id,
        gathering_id=gathering.id,
        library_id=library_id,
        invited_at=hand.now,
        invited_by_id=hand.by.id if hand.by else None,
    )
    before = _list_invited(session, gathering.id)
    mails, to_call = 0, []
    for member in list_to_invite(session, group, gathering.id):
        if member.person.email is None:
            to_call.append(member.person)
            continue
        mails += member.person_id not in before
        owe(
            session,
            TEMPLATE,
            to=member.person_id,
            key=f"group_invitation:{gathering.id}:{member.person_id}",
            library_id=library_id,
            gathering_id=gathering.id,
            now=hand.now,
            member_id=member.id,
        )
    return Invited(mails, tuple(to_call))


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


def _list_invited(session: Session, gathering_id: int) -> set[int]:
    """Who has been invited to it before, as a member of whichever group."""
    return set(
        session.scalars(
            select(OutboxMail.person_id).where(
                OutboxMail.gathering_id == gathering_id, OutboxMail.template == TEMPLATE
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


def list_to_call(session: Session, invitations: Sequence[GroupInvitation]) -> list[Person]:
    """Who is in an invited group, has no address and has not signed up: each once."""
    found = {
        member.person_id: member.person
        for each in invitations
        for member in list_to_invite(session, each.group, each.gathering_id)
        if member.person.email is None
    }
    return list(found.values())


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


def needs_link(gathering: Gathering) -> bool:
    """Whether only the gathering's own link shows it, or lets somebody sign up."""
    by_invitation = gathering.sign_up_mode is SignUpMode.INVITATION
    return by_invitation or gathering.visibility is Visibility.LINK
