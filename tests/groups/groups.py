"""Groups, and people in them, for tests to be about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.groups.models import Group, GroupGathering, GroupMember, RoomRequest, Stage
from community.libraries.models import Library, Room
from community.outbox.models import OutboxMail
from tests.factories import a_branch, a_person, a_room, next_week, saved, the_library


def a_group(
    name: str = "Breigroep De Steek", *, library: Library | None = None, **fields: Any
) -> Group:
    """An active group that everybody sees, unless the test says otherwise."""
    of, made = library or the_library(), now()
    given = {"stage": Stage.ACTIVE, "stage_since": made, "created_at": made, "revised_at": made}
    return saved(Group(library_id=of.id, name=name, **{**given, **fields}))


def a_member_of(group: Group, person: Person | None = None, **fields: Any) -> GroupMember:
    given = {"since": now(), "asked_at": now(), **fields}
    who = person or a_person()
    return saved(
        GroupMember(library_id=group.library_id, group_id=group.id, person_id=who.id, **given)
    )


def a_contact_of(group: Group, name: str = "Ineke", **fields: Any) -> Person:
    person = a_person(name, **fields)
    a_member_of(group, person, is_contact=True)
    return person


def linked(group: Group, gathering: Any) -> GroupGathering:
    return saved(
        GroupGathering(library_id=group.library_id, group_id=group.id, gathering_id=gathering.id)
    )


def a_room_request(group: Group, room: Room | None = None, **fields: Any) -> RoomRequest:
    """A question for that room, a week from now, that waits for an answer."""
    asked_of = room or a_room(a_branch(session().get_one(Library, group.library_id), "Zaaldorp"))
    given = {
        "room_id": asked_of.id,
        "starts_at": next_week(19),
        "ends_at": next_week(21),
        "people": 8,
        "what": "Breien voor de opvang",
        "asked_at": now(),
        **fields,
    }
    return saved(
        RoomRequest(
            library_id=group.library_id,
            group_id=group.id,
            branch_id=asked_of.branch_id,
            **given,
        )
    )


def do(verb, *args, **kwargs):
    """One act in a transaction of its own."""
    with transaction() as tx:
        return verb(tx, *args, **kwargs)


def who_is_in(group: Group) -> set[str]:
    session().rollback()
    found = (
        select(Person.first_name)
        .join(GroupMember, GroupMember.person_id == Person.id)
        .where(GroupMember.group_id == group.id, GroupMember.since.is_not(None))
    )
    return set(session().scalars(found))


def contacts_of(group: Group) -> list[str]:
    session().rollback()
    found = (
        select(Person.first_name)
        .join(GroupMember, GroupMember.person_id == Person.id)
        .where(GroupMember.group_id == group.id, GroupMember.is_contact)
    )
    return list(session().scalars(found))


def owed(template: str) -> list[OutboxMail]:
    session().rollback()
    mails = select(OutboxMail).where(OutboxMail.template == f"groups/{template}")
    return list(session().scalars(mails.order_by(OutboxMail.id)))


def count(table: Any) -> int:
    session().rollback()
    return session().scalars(select(func.count()).select_from(table)).one()
