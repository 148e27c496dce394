"""One contact person, who said yes; and writing to them without knowing where."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from community.clock import now
from community.errors import NotFound
from community.groups import contact
from community.groups.contact import NobodyToWriteTo
from community.groups.models import GroupMessage
from community.outbox import letters
from tests.factories import a_person
from tests.groups.groups import (
    a_contact_of,
    a_group,
    a_member_of,
    contacts_of,
    count,
    do,
    owed,
)

pytestmark = pytest.mark.usefixtures("app")


def offer(group, by, to):
    return do(contact.offer, group.library_id, group.id, by.id, to.id, now=now())


def answer(group, person, *, yes):
    return do(contact.answer, group.library_id, group.id, person.id, yes=yes)


def write(group, sender, text="Mag mijn zus mee?", once="a" * 32):
    do(contact.write, group.library_id, group.id, sender.id, text, once=once, now=now())


@pytest.fixture
def group():
    return a_group()


@pytest.fixture
def ineke(group):
    return a_contact_of(group)


@pytest.fixture
def noor(group):
    return a_member_of(group, a_person("Noor")).person


def test_the_role_passes_only_after_a_yes(group, ineke, noor):
    offer(group, ineke, noor)
    assert contacts_of(group) == ["Ineke"]
    answer(group, noor, yes=True)
    answer(group, noor, yes=True)
    assert contacts_of(group) == ["Noor"]


def test_after_a_no_it_stays_as_it_was_and_the_mail_is_not_sent(session, group, ineke, noor):
    offer(group, ineke, noor)
    answer(group, noor, yes=False)
    assert contacts_of(group) == ["Ineke"]
    assert letters.render(session, owed("offered")[0]) is None


def test_nobody_takes_a_role_that_was_not_offered(group, ineke, noor):
    answer(group, noor, yes=True)
    assert contacts_of(group) == ["Ineke"]


def test_the_last_one_asked_is_the_one_asked(group, ineke, noor):
    bas = a_member_of(group, a_person("Bas")).person
    offer(group, ineke, noor)
    offer(group, ineke, bas)
    answer(group, noor, yes=True)
    assert contacts_of(group) == ["Ineke"]


def test_only_the_contact_person_hands_over_and_only_within_the_group(group, ineke, noor):
    stranger = a_person("Piet")
    for by, to in ((noor, ineke), (ineke, stranger), (stranger, noor)):
        with pytest.raises(NotFound):
            offer(group, by, to)


def test_the_desk_appoints_and_the_database_lets_no_two_be_it(group, ineke, noor):
    do(contact.appoint, group.library_id, group.id, noor.id)
    assert contacts_of(group) == ["Noor"]
    with pytest.raises(IntegrityError):
        a_contact_of(group, "Tweede")
    do(contact.lay_down, group.library_id, group.id)
    assert contacts_of(group) == []


def test_a_message_is_sent_once_and_shows_no_address_but_the_senders(session, group, ineke, noor):
    write(group, noor)
    write(group, noor)
    (mail,) = owed("message")
    assert mail.person_id == ineke.id
    letter = letters.render(session, mail)
    assert "Mag mijn zus mee?" in letter.text
    assert letter.reply_to == noor.email
    assert count(GroupMessage) == 1


def test_a_message_never_reaches_who_is_not_contact_person_any_more(session, group, ineke, noor):
    write(group, noor)
    do(contact.appoint, group.library_id, group.id, noor.id)
    assert letters.render(session, owed("message")[0]) is None


def test_without_somebody_who_has_mail_there_is_nobody_to_write_to(group, noor):
    with pytest.raises(NobodyToWriteTo):
        write(group, noor)
    a_contact_of(group, "Ria", email=None)
    with pytest.raises(NobodyToWriteTo):
        write(group, noor)


def test_of_a_sensitive_group_no_subject_says_which_it_is(session):
    quiet = a_group("Praten over rouw", is_sensitive=True)
    a_contact_of(quiet)
    write(quiet, a_person("Noor"))
    letter = letters.render(session, owed("message")[0])
    assert "rouw" not in letter.subject + letter.text
