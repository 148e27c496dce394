"""Every select about invitations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community import tokens
from community.accounts.models import Membership, Person
from community.errors import NotFound
from community.gatherings import forgetting
from community.gatherings.models import Gathering, GatheringStatus
from community.groups.models import Group, GroupMember
from community.invitations.models import Answer, Invitation
from community.suggestions.people_queries import invitable_to

#: What a link in a mail is derived from.
PURPOSE = "invited"
#: As many as somebody calls in a day.
MOST_CALLS = 100
#: Who may still come to be there.
HOPED_FOR = (Answer.WAITING, Answer.YES)


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> Invitation:
    """Whose invitation a link opens; NotFound for one that we did not make."""
    number = tokens.row_id(token)
    found = session.scalars(_whole(library_id, number)).one_or_none() if number else None
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def token_of(invitation: Invitation, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, invitation.id, invitation.salt)


def _whole(library_id: int, number: int) -> Select[Invitation]:
    gathering = joinedload(Invitation.gathering)
    return (
        select(Invitation)
        .where(Invitation.id == number, Invitation.library_id == library_id)
        .options(
            joinedload(Invitation.person),
            gathering.joinedload(Gathering.branch),
            gathering.joinedload(Gathering.room),
            gathering.joinedload(Gathering.library),
        )
    )


def find_to_mail(session: Session, number: int) -> Invitation | None:
    """By its id alone: whose mail it is, is known to the outbox."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.id == number)
        .options(
            joinedload(Invitation.person),
            joinedload(Invitation.gathering).selectinload(Gathering.themes),
            joinedload(Invitation.library),
        )
    ).one_or_none()


def get_of(session: Session, library_id: int, gathering_id: int, invitation_id: int) -> Invitation:
    found = session.scalars(
        select(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.gathering_id == gathering_id,
            Invitation.library_id == library_id,
        )
        .options(joinedload(Invitation.person))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, invitation_id: int) -> Invitation:
    """For nobody else to answer in the meantime; the gathering's row was locked before."""
    found = session.scalars(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.library_id == library_id)
        .with_for_update(key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_of(session: Session, library_id: int, gathering_id: int) -> Sequence[Invitation]:
    """Everybody who was invited to it, by name."""
    return session.scalars(
        select(Invitation)
        .join(Invitation.person)
        .where(Invitation.library_id == library_id, Invitation.gathering_id == gathering_id)
        .options(contains_eager(Invitation.person), joinedload(Invitation.group))
        .order_by(Person.first_name, Person.surname, Invitation.id)
    ).all()


def hoped_for(gathering: Gathering) -> Select[int]:
    """Who was invited to it and did not say no."""
    return select(Invitation.person_id).where(
        Invitation.library_id == gathering.library_id,
        Invitation.gathering_id == gathering.id,
        Invitation.answer.in_(HOPED_FOR),
    )


def may_be_invited(
    gathering: Gathering, *, since: datetime, most: int, now: datetime
) -> Select[int]:
    """Who said the library may, is not in it, was not asked, and was not asked too often lately."""
    library_id = gathering.library_id
    asked = select(Invitation.person_id).where(
        Invitation.library_id == library_id, Invitation.gathering_id == gathering.id
    )
    too_often = (
        select(Invitation.person_id)
        .where(Invitation.library_id == library_id, Invitation.invited_at > since)
        .group_by(Invitation.person_id)
        .having(func.count(Invitation.id) >= most)
    )
    return invitable_to(library_id, gathering, now=now).where(
        Membership.person_id.not_in(asked), Membership.person_id.not_in(too_often)
    )


def lock_members(session: Session, library_id: int, ids: Collection[int]) -> None:
    """So that two librarians who think of the same person at once count each other's."""
    session.execute(
        select(Membership.id)
        .where(Membership.library_id == library_id, Membership.person_id.in_(ids))
        .order_by(Membership.id)
        .with_for_update(key_share=True)
    ).all()


def list_groups(session: Session, library_id: int, may: Select[int]) -> list[tuple[Group, int]]:
    """The library's groups with somebody in them who may be invited, and how many."""
    members = (
        select(GroupMember.group_id, func.count(GroupMember.id).label("number"))
        .where(GroupMember.since.is_not(None), GroupMember.person_id.in_(may))
        .group_by(GroupMember.group_id)
        .subquery()
    )
    rows = session.execute(
        select(Group, members.c.number)
        .join(members, members.c.group_id == Group.id)
        .where(Group.library_id == library_id, Group.is_sensitive.is_(False))
        .order_by(Group.name)
    )
    return [(group, number) for group, number in rows]


def list_members(session: Session, library_id: int, group_id: int) -> Sequence[int]:
    """Who is in a group; of a sensitive one nobody but its contact person knows that."""
    group = session.scalars(
        select(Group).where(
            Group.id == group_id, Group.library_id == library_id, Group.is_sensitive.is_(False)
        )
    ).one_or_none()
    if group is None:
        raise NotFound
    return session.scalars(
        select(GroupMember.person_id).where(
            GroupMember.group_id == group_id, GroupMember.since.is_not(None)
        )
    ).all()


def list_calls(session: Session, library_id: int, *, now: datetime) -> Sequence[Invitation]:
    """Who was invited, gets no mail and did not answer yet; what begins first comes first."""
    return session.scalars(
        _calls(library_id, now)
        .options(contains_eager(Invitation.person), contains_eager(Invitation.gathering))
        .order_by(Gathering.starts_at, Person.first_name, Invitation.id)
        .limit(MOST_CALLS)
    ).all()


def how_many_calls(library_id: int, now: datetime) -> Select[int]:
    """For the librarian's Today."""
    return _calls(library_id, now).with_only_columns(func.count(Invitation.id))


def past(now: datetime) -> Select[int]:
    """What nobody needs any more; as long as answers at sign-up are kept."""
    return (
        select(Invitation.id)
        .join(Invitation.gathering)
        .where(forgetting.past(now, forgetting.ANSWERS))
    )


def _calls(library_id: int, now: datetime) -> Select[Invitation]:
    return (
        select(Invitation)
        .join(Invitation.person)
        .join(Invitation.gathering)
        .where(
            Invitation.library_id == library_id,
            Invitation.answer == Answer.WAITING,
            ~Person.gets_mail,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.starts_at > now,
        )
    )
