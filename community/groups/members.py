"""Coming into a group and leaving it: always somebody's own choice.

Whoever changes who is in a group holds the group's row (`queries.lock`), so that twice is once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.accounts import people
from community.accounts.models import Person
from community.db import insert_once
from community.errors import DomainError
from community.groups import member_queries, queries
from community.groups.models import Group, GroupMember
from community.libraries import versions
from community.outbox.services import owe
from community.words import N_

#: How long an address that was filled in may be confirmed.
MAY_CONFIRM = timedelta(days=7)


class NoRoomForMore(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_(
                "This group is not taking new people at the moment. Ask the library what is "
                "possible."
            )
        )


def join(
    session: Session, library_id: int, group_id: int, person_id: int, *, now: datetime
) -> GroupMember:
    """Be in this group from now on; who is in it already stays in it."""
    group = queries.lock(session, library_id, group_id)
    member = member_queries.find_asked(session, group_id, person_id)
    if member is None or member.since is None:
        _check_room(group)
        member = _enter(session, group, person_id, now=now)
    return member


def ask_by_mail(
    session: Session,
    library_id: int,
    group_id: int,
    *,
    first_name: str,
    email: str,
    language: str,
    now: datetime,
) -> None:
    """Let whoever reads the mail at this address say that they want to be in it."""
    group = queries.lock(session, library_id, group_id)
    _check_room(group)
    person = people.find_or_create_person(session, email, first_name, language, now)
    insert_once(
        session,
        GroupMember,
        library_id=library_id,
        group_id=group_id,
        person_id=person.id,
        since=None,
        asked_at=now,
    )
    member = member_queries.find_asked(session, group_id, person.id)
    assert member is not None  # noqa: S101  (it stands now, by us or by somebody before)
    _owe(session, "confirm", member, now=now, occasion=f"{now:%Y-%m-%dT%H}")


def confirm(session: Session, library_id: int, member_id: int, *, now: datetime) -> GroupMember:
    """By the link in the mail: so the address is theirs."""
    member = _locked(session, library_id, member_id)
    if member.since is None:
        _check_room(member.group)
        _enter(session, member.group, member.person_id, now=now)
        member.person.email_confirmed_at = member.person.email_confirmed_at or now
    return member


def add(
    session: Session, library_id: int, group_id: int, person: Person, *, now: datetime
) -> GroupMember:
    """Somebody who said yes to the librarian; a mail tells how to leave again."""
    group = queries.lock(session, library_id, group_id)
    member = member_queries.find_asked(session, group_id, person.id)
    if member is not None and member.since is not None:
        return member
    member = _enter(session, group, person.id, now=now)
    if person.email:
        _owe(session, "added", member, now=now, occasion=f"{now:%Y-%m-%dT%H:%M}")
    return member


def leave(session: Session, library_id: int, group_id: int, person_id: int) -> None:
    """Be in it no longer, contact person or not. Nothing is kept of it."""
    queries.lock(session, library_id, group_id)
    session.execute(
        delete(GroupMember).where(
            GroupMember.group_id == group_id, GroupMember.person_id == person_id
        )
    )
    versions.pages_changed(session, library_id)


def _enter(session: Session, group: Group, person_id: int, *, now: datetime) -> GroupMember:
    insert_once(
        session,
        GroupMember,
        library_id=group.library_id,
        group_id=group.id,
        person_id=person_id,
        since=now,
        asked_at=now,
    )
    member = member_queries.find_asked(session, group.id, person_id)
    assert member is not None  # noqa: S101  (it stands now)
    member.since = now
    people.belong(session, group.library_id, person_id, now=now)
    versions.pages_changed(session, group.library_id)
    return member


def _check_room(group: Group) -> None:
    if not group.can_be_joined:
        raise NoRoomForMore


def _locked(session: Session, library_id: int, member_id: int) -> GroupMember:
    """A member under the lock of the group; who has left meanwhile is not found."""
    member = member_queries.get_row(session, library_id, member_id)
    queries.lock(session, library_id, member.group_id)
    return member_queries.get_row(session, library_id, member_id)


def _owe(session: Session, news: str, member: GroupMember, *, now: datetime, occasion: str) -> None:
    owe(
        session,
        f"groups/{news}",
        to=member.person_id,
        # SQLite may give the id of a deleted row again; the salt never comes back.
        key=f"group_member:{member.id}:{member.salt[:8]}:{news}:{occasion}",
        library_id=member.library_id,
        now=now,
        member_id=member.id,
    )
