"""The contact person of a group: who it is, how the role is handed over, and writing to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.errors import DomainError
from community.groups import member_queries, queries
from community.groups.models import GroupMember, GroupMessage
from community.libraries import versions
from community.outbox.services import owe
from community.words import N_

#: A message is the contact person's as soon as the mail has left; ours is for a mail that fails.
KEPT = timedelta(days=30)


class NobodyToWriteTo(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("There is nobody to write to here. Ask the library: we will pass it on.")
        )


def appoint(session: Session, library_id: int, group_id: int, person_id: int) -> GroupMember:
    """Somebody in the group who told the librarian that they will be its contact person."""
    queries.lock(session, library_id, group_id)
    member = member_queries.get_member(session, library_id, group_id, person_id)
    return _become(session, member)


def lay_down(session: Session, library_id: int, group_id: int) -> None:
    """Nobody is contact person; whoever it was stays in the group."""
    queries.lock(session, library_id, group_id)
    _nobody(session, group_id)
    versions.pages_changed(session, library_id)


def offer(
    session: Session,
    library_id: int,
    group_id: int,
    by_id: int,
    to_id: int,
    *,
    now: datetime,
) -> GroupMember:
    """Ask somebody in the group to take over. Nothing changes before they say yes."""
    queries.lock(session, library_id, group_id)
    member_queries.get_contact(session, library_id, group_id, by_id)
    member = member_queries.get_member(session, library_id, group_id, to_id)
    if member.is_contact:
        return member
    session.execute(
        update(GroupMember).where(GroupMember.group_id == group_id).values(offered_at=None)
    )
    member.offered_at = now
    owe(
        session,
        "groups/offered",
        to=to_id,
        key=f"group_member:{member.id}:{member.salt[:8]}:offered:{now:%Y-%m-%d}",
        library_id=library_id,
        now=now,
        member_id=member.id,
    )
    return member


def answer(
    session: Session, library_id: int, group_id: int, person_id: int, *, yes: bool
) -> GroupMember:
    """What somebody says who was asked to take over; of who was not asked it changes nothing."""
    queries.lock(session, library_id, group_id)
    member = member_queries.get_member(session, library_id, group_id, person_id)
    if member.offered_at is not None:
        member.offered_at = None
        if yes:
            _become(session, member)
    return member


def write(
    session: Session,
    library_id: int,
    group_id: int,
    sender_id: int,
    text: str,
    *,
    once: str,
    now: datetime,
) -> None:
    """A message to the contact person, whose address the sender never sees."""
    queries.lock(session, library_id, group_id)
    contact = member_queries.find_contact(session, group_id)
    if contact is None or not contact.person.email:
        raise NobodyToWriteTo
    if member_queries.has_message(session, group_id, once):
        return
    message = GroupMessage(
        library_id=library_id,
        group_id=group_id,
        from_id=sender_id,
        text=text,
        once=once,
        written_at=now,
    )
    session.add(message)
    session.flush()
    owe(
        session,
        "groups/message",
        to=contact.person_id,
        key=f"group_message:{group_id}:{once}",
        library_id=library_id,
        now=now,
        message_id=message.id,
    )


def _become(session: Session, member: GroupMember) -> GroupMember:
    _nobody(session, member.group_id)
    member.is_contact, member.offered_at = True, None
    versions.pages_changed(session, member.library_id)
    return member


def _nobody(session: Session, group_id: int) -> None:
    """First nobody, then somebody: never two at once, also not for a moment."""
    session.execute(
        update(GroupMember).where(GroupMember.group_id == group_id).values(is_contact=False)
    )
    session.flush()
