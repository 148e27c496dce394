"""Coming into a group and leaving it: one's own choice, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Membership, Person
from community.clock import now
from community.db import session, transaction
from community.groups import member_queries, members
from community.groups.members import NoRoomForMore
from community.groups.models import GroupMember, Stage
from tests.factories import a_person
from tests.gatherings.crowd import people, rush
from tests.groups.groups import (
    a_contact_of,
    a_group,
    a_member_of,
    contacts_of,
    count,
    do,
    owed,
    who_is_in,
)
from tests.keeping.forgetting import forget

pytestmark = pytest.mark.usefixtures("app")


def join(group, person):
    return do(members.join, group.library_id, group.id, person.id, now=now())


def ask(group, email="noor@example.org", name="Noor", at=None):
    do(
        members.ask_by_mail,
        group.library_id,
        group.id,
        first_name=name,
        email=email,
        language="nl",
        now=at or now(),
    )
    return session().scalars(select(GroupMember).where(GroupMember.since.is_(None))).first()


def test_who_joins_is_in_it_and_known_to_the_library():
    group, noor = a_group(), a_person("Noor")
    join(group, noor)
    assert who_is_in(group) == {"Noor"}
    assert session().scalars(select(Membership.person_id)).all() == [noor.id]


def test_joining_twice_is_joining_once():
    group, noor = a_group(), a_person()
    since = join(group, noor).since
    assert join(group, noor).since == since
    assert count(GroupMember) == 1


def test_a_crowd_that_joins_at_once_is_in_it_once_each(app):
    group = a_group()
    crowd = people(12)

    def one(person_id):
        def act():
            with transaction() as tx:
                members.join(tx, group.library_id, group.id, person_id, now=now())

        return act

    assert rush(app, [one(each) for each in crowd * 3], in_flight=12) == []
    assert count(GroupMember) == 12


@pytest.mark.parametrize("closed", [{"takes_members": False}, {"stage": Stage.RESTING}])
def test_where_there_is_no_room_nobody_joins_but_who_is_in_it_stays(closed):
    group, noor = a_group(**closed), a_person()
    with pytest.raises(NoRoomForMore):
        join(group, noor)
    with pytest.raises(NoRoomForMore):
        ask(group)
    a_member_of(group, noor)
    assert join(group, noor).since
    assert count(GroupMember) == 1


def test_an_address_is_in_it_only_after_its_owner_said_so():
    group = a_group()
    pending = ask(group)
    assert who_is_in(group) == set()
    assert [mail.context["member_id"] for mail in owed("confirm")] == [pending.id]
    do(members.confirm, group.library_id, pending.id, now=now())
    do(members.confirm, group.library_id, pending.id, now=now())
    assert who_is_in(group) == {"Noor"}
    person = session().scalars(select(Person).where(Person.email == "noor@example.org")).one()
    assert person.email_confirmed_at


def test_asking_again_sends_one_mail_an_hour():
    group, at = a_group(), now()
    for minutes in (0, 0, 61):
        ask(group, at=at + timedelta(minutes=minutes))
    assert len(owed("confirm")) == 2
    assert count(GroupMember) == 1


def test_who_is_in_it_already_gets_the_same_mail_and_stays_in_it():
    group = a_group()
    a_member_of(group, a_person("Noor", email="noor@example.org"))
    ask(group, name="Iemand anders")
    assert who_is_in(group) == {"Noor"}
    assert len(owed("confirm")) == 1


def test_what_nobody_confirmed_is_forgotten_after_a_week():
    group = a_group()
    ask(group, at=now() - timedelta(days=8))
    a_member_of(group)
    forget("groups.unconfirmed", now())
    assert count(GroupMember) == 1


def test_signing_in_confirms_what_was_asked_by_mail():
    group, noor = a_group(), a_person("Noor", email="noor@example.org")
    ask(group)
    join(group, noor)
    assert who_is_in(group) == {"Noor"}


def test_whom_the_desk_adds_hears_of_it_and_who_has_no_address_does_not():
    group = a_group()
    noor, ria = a_person("Noor"), a_person("Ria", email=None)
    for person in (noor, ria, noor):
        do(members.add, group.library_id, group.id, person, now=now())
    assert who_is_in(group) == {"Noor", "Ria"}
    assert [mail.person_id for mail in owed("added")] == [noor.id]


def test_who_leaves_leaves_nothing_behind():
    group = a_group()
    ineke = a_contact_of(group)
    for _ in range(2):
        do(members.leave, group.library_id, group.id, ineke.id)
    assert count(GroupMember) == 0
    assert contacts_of(group) == []


def test_a_link_of_who_left_and_came_back_opens_nothing():
    group, noor = a_group(), a_person()
    key = "a key"
    before = member_queries.token_of(join(group, noor), key=key)
    do(members.leave, group.library_id, group.id, noor.id)
    after = join(group, noor)
    assert member_queries.token_of(after, key=key) != before
