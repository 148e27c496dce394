"""Inviting a group to a gathering: everybody in it once, whichever groups they are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.db import insert_once
from community.errors import DomainError
from community.gatherings import seats
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus
from community.groups import inviting_queries, queries
from community.groups.models import GroupInvitation
from community.outbox.services import owe
from community.words import N_


class NotToInviteTo(DomainError):
    """Nobody is invited to this gathering, and why."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is reached by mail, and whom to call because no mail reaches them."""

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
    before = inviting_queries.list_invited_ids(session, gathering.id)
    mails, to_call = 0, []
    for member in inviting_queries.list_to_invite(session, group, gathering.id):
        if not member.person.gets_mail:
            to_call.append(member.person)
            continue
        mails += member.person_id not in before
        owe(
            session,
            inviting_queries.INVITED,
            to=member.person_id,
            key=f"group_invitation:{gathering.id}:{member.person_id}",
            library_id=library_id,
            gathering_id=gathering.id,
            now=hand.now,
            member_id=member.id,
        )
    return Invited(mails, tuple(to_call))


def list_to_call(session: Session, invitations: Sequence[GroupInvitation]) -> list[Person]:
    """Who is in an invited group, gets no mail and has not signed up: each once."""
    found = {
        member.person_id: member.person
        for each in invitations
        for member in inviting_queries.list_to_invite(session, each.group, each.gathering_id)
        if not member.person.gets_mail
    }
    return list(found.values())


def needs_link(gathering: Gathering) -> bool:
    """Whether only the gathering's own link shows it, or lets somebody sign up."""
    by_invitation = gathering.sign_up_mode is SignUpMode.INVITATION
    return by_invitation or gathering.visibility is Visibility.LINK
