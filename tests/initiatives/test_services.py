"""Whose idea it was counts once they say so themselves, and every change leaves a row."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.initiatives import services
from community.initiatives.models import Proof
from community.initiatives.services import LinkHasExpired, NobodyNamed, NoWording
from community.outbox import letters
from tests.factories import a_gathering, a_library, a_person
from tests.gatherings.crowd import rush
from tests.groups.groups import a_group, a_member_of
from tests.initiatives.beginning import answers, log, mails, named, said_yes, stands
from tests.partners.making import a_partner

pytestmark = pytest.mark.usefixtures("app")


def initiator(gathering: Gathering) -> Initiator:
    session().rollback()
    return session().get_one(Gathering, gathering.id, populate_existing=True).initiator


def test_a_resident_who_is_named_is_asked_by_mail_and_nothing_counts_yet():
    gathering = a_gathering()
    initiation = named(gathering)
    assert initiator(gathering) is Initiator.RESIDENT
    assert (initiation.name, initiation.confirmed_at) == ("Fatima", None)
    assert log() == []
    (mail,) = mails()
    letter = letters.render(session(), mail)
    assert f"/vechtdal/bevestigen/begin/{initiation.id}-" in letter.text
    assert letter.to_name == "", "nobody has proven this address"


def test_naming_the_same_twice_asks_once():
    gathering = a_gathering()
    assert named(gathering).id == named(gathering).id
    assert len(mails()) == 1


def test_saying_yes_twice_or_at_once_is_one_row_of_the_log(app):
    gathering = a_gathering()
    salt = named(gathering).salt
    assert rush(app, [lambda: answers(gathering, salt=salt)] * 6) == []
    (row,) = log()
    assert row.details == {"initiator": "resident", "proof": "mail", "group_id": None}
    assert row.person_key
    assert (row.gathering_id, row.quantity) == (gathering.id, 1)
    assert stands(gathering).proof is Proof.MAIL


def test_a_spoken_yes_is_kept_with_its_words_and_who_heard_it():
    gathering = a_gathering()
    assert named(gathering, email="").mailed_to == ""
    assert mails() == []
    with pytest.raises(NoWording):
        said_yes(gathering, "")
    said_yes(gathering)
    said_yes(gathering, "Nog een keer")
    initiation = stands(gathering)
    assert (initiation.wording, initiation.noted_by_id) == ("Ja, dat was ik.", 7)
    assert [row.details["proof"] for row in log()] == ["counter"]


def test_somebody_else_is_a_row_that_takes_the_first_back():
    gathering = a_gathering()
    named(gathering)
    answers(gathering)
    named(gathering, name="Yusuf", email="yusuf@example.org")
    first, second = log()
    assert (second.quantity, second.corrects_id) == (0, first.id)
    assert stands(gathering).confirmed_at is None
    answers(gathering)
    assert len(log()) == 3


def test_back_to_the_library_leaves_nobody():
    gathering = a_gathering()
    named(gathering)
    answers(gathering)
    named(gathering, Initiator.LIBRARY)
    assert stands(gathering) is None
    assert initiator(gathering) is Initiator.LIBRARY
    assert [row.quantity for row in log()] == [1, 0]


def test_who_says_no_takes_back_what_was_confirmed():
    gathering = a_gathering()
    named(gathering)
    answers(gathering)
    for _ in range(2):
        answers(gathering, services.deny)
    assert [row.quantity for row in log()] == [1, 0]
    assert stands(gathering).denied_at
    assert letters.render(session(), mails()[0]) is None


def test_an_old_link_and_an_expired_one_confirm_nothing():
    gathering = a_gathering()
    old = named(gathering).salt
    named(gathering, name="Yusuf", email="yusuf@example.org")
    with pytest.raises(LinkHasExpired):
        answers(gathering, salt=old)
    with pytest.raises(LinkHasExpired):
        answers(gathering, at=now() + timedelta(days=90))
    assert log() == []


def test_a_group_answers_through_its_contact_person():
    gathering, group = a_gathering(), a_group()
    ria = a_person("Ria")
    a_member_of(group, ria, is_contact=True)
    initiation = named(gathering, Initiator.GROUP, group_id=group.id)
    assert (initiation.name, initiation.mailed_to) == (group.name, ria.email)
    assert mails()[0].person_id == ria.id
    answers(gathering)
    (row,) = log()
    assert (row.details["group_id"], row.person_key) == (group.id, None)


def test_a_partner_is_asked_at_its_own_domain_only():
    own = a_partner("GGD", contact="m.kok@ggd.example", domain="ggd.example")
    other = a_partner("Kring", contact="gerrit@example.net")
    gathering, second = a_gathering(), a_gathering()
    assert named(gathering, Initiator.PARTNER, partner_id=own.id).mailed_to == "m.kok@ggd.example"
    assert named(second, Initiator.PARTNER, partner_id=other.id).mailed_to == ""
    answers(gathering)
    (row,) = log()
    assert (row.partner_id, row.details["initiator"]) == (own.id, "partner")


def test_a_sensitive_gathering_keeps_nobody():
    gathering = a_gathering(is_sensitive=True)
    initiation = named(gathering)
    assert (initiation.name, initiation.person_id, initiation.mailed_to) == ("", None, "")
    assert mails() == []
    assert session().query(Person).filter_by(email="fatima@example.org").all() == []
    said_yes(gathering)
    assert log()[0].person_key is None


def test_what_belongs_to_another_library_does_not_exist():
    gathering, there = a_gathering(), a_library("zuidpolder")
    for kind, theirs in (
        (Initiator.PARTNER, {"partner_id": a_partner(library=there).id}),
        (Initiator.GROUP, {"group_id": a_group(library=there).id}),
    ):
        with pytest.raises(NotFound):
            named(gathering, kind, **theirs)
    with pytest.raises(NotFound), transaction() as tx:
        services.note_yes(tx, there.id, gathering.id, Proof.SPOKEN, "ja", by_id=1, now=now())
    with pytest.raises(NobodyNamed):
        said_yes(gathering)
