"""Who is in a group, by person, by the link in a mail, and for the mails themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community import tokens
from community.accounts.models import Person
from community.errors import NotFound
from community.groups.models import Group, GroupMember, GroupMessage
from community.words import N_

#: What a token in a link is made for.
PURPOSE = "group member"

SPENT = N_("This link no longer works. You are not in this group, or the link is too old.")


def find_member(session: Session, group_id: int, person_id: int) -> GroupMember | None:
    """Who is in it; not who has yet to confirm an address."""
    member = find_asked(session, group_id, person_id)
    return member if member and member.since else None


def find_asked(session: Session, group_id: int, person_id: int) -> GroupMember | None:
    """Also who asked to be in it and has not confirmed that yet."""
    return session.scalars(
        select(GroupMember).where(
            GroupMember.group_id == group_id, GroupMember.person_id == person_id
        )
    ).one_or_none()


def get_member(session: Session, library_id: int, group_id: int, person_id: int) -> GroupMember:
    """Somebody's own place in a group, with the group; who has none finds nothing."""
    member = session.scalars(
        _members(library_id).where(
            GroupMember.group_id == group_id, GroupMember.person_id == person_id
        )
    ).one_or_none()
    if member is None:
        raise NotFound
    return member


def get_contact(session: Session, library_id: int, group_id: int, person_id: int) -> GroupMember:
    """The contact person of this group; for anybody else it is not there."""
    member = get_member(session, library_id, group_id, person_id)
    if not member.is_contact:
        raise NotFound
    return member


def find_contact(session: Session, group_id: int) -> GroupMember | None:
    return session.scalars(
        select(GroupMember)
        .where(GroupMember.group_id == group_id, GroupMember.is_contact.is_(True))
        .options(joinedload(GroupMember.person))
    ).one_or_none()


def list_members(session: Session, library_id: int, group_id: int) -> Sequence[GroupMember]:
    """Who is in it, the contact person first, the others by name."""
    return session.scalars(
        _members(library_id)
        .where(GroupMember.group_id == group_id)
        .order_by(
            GroupMember.is_contact.desc(), func.lower(Person.first_name), Person.surname, Person.id
        )
    ).all()


def list_mine(session: Session, person_id: int) -> Sequence[GroupMember]:
    """The groups that somebody is in, in every library."""
    return session.scalars(
        select(GroupMember)
        .join(GroupMember.group)
        .options(contains_eager(GroupMember.group).joinedload(Group.library))
        .where(GroupMember.person_id == person_id, GroupMember.since.is_not(None))
        .order_by(func.lower(Group.name), Group.id)
    ).all()


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> GroupMember:
    """Whom a link in a mail is about."""
    number = tokens.row_id(token)
    found = (
        session.scalars(
            select(GroupMember)
            .where(GroupMember.id == number, GroupMember.library_id == library_id)
            .options(joinedload(GroupMember.group), joinedload(GroupMember.person))
        ).one_or_none()
        if number is not None
        else None
    )
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound(SPENT)
    return found


def token_of(member: GroupMember, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, member.id, member.salt)


def get_row(session: Session, library_id: int, member_id: int) -> GroupMember:
    """A member, or who has yet to confirm, by the row's own id; always read anew."""
    member = session.scalars(
        select(GroupMember)
        .where(GroupMember.id == member_id, GroupMember.library_id == library_id)
        .options(joinedload(GroupMember.group), joinedload(GroupMember.person))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if member is None:
        raise NotFound(SPENT)
    return member


def find_to_mail(session: Session, member_id: int) -> GroupMember | None:
    """A member with all that a mail shows; None when they have left."""
    return session.scalars(
        select(GroupMember)
        .where(GroupMember.id == member_id)
        .options(
            joinedload(GroupMember.person), joinedload(GroupMember.group).joinedload(Group.library)
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def find_message(session: Session, message_id: int) -> GroupMessage | None:
    return session.scalars(
        select(GroupMessage)
        .where(GroupMessage.id == message_id)
        .options(
            joinedload(GroupMessage.sender),
            joinedload(GroupMessage.group).joinedload(Group.library),
        )
    ).one_or_none()


def has_message(session: Session, group_id: int, once: str) -> bool:
    sent = select(GroupMessage.id).where(
        GroupMessage.group_id == group_id, GroupMessage.once == once
    )
    return session.scalars(sent).first() is not None


def _members(library_id: int) -> Select[GroupMember]:
    return (
        select(GroupMember)
        .join(GroupMember.person)
        .options(contains_eager(GroupMember.person), joinedload(GroupMember.group))
        .where(GroupMember.library_id == library_id, GroupMember.since.is_not(None))
    )
