"""The links that move an address or put it back: each opens what it is for, once, in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import tokens
from community.accounts import new_address
from community.accounts.mail_stops import AddressIsTaken
from community.accounts.models import AddressChange, Person, SignInLink
from community.accounts.new_address import PURPOSE, PUT_BACK, LinkIsSpent
from community.clock import now
from community.db import session, transaction
from tests import factories
from tests.accounts.coming_in import a_link

KEY = "only for tests"
FORGED = {
    "with another key": {"key": "of somebody else"},
    "for another purpose": {"purpose": "something else"},
    "of an earlier salt": {"salt": tokens.new_salt()},
}


@pytest.fixture
def noor(app):
    return factories.a_member(email="noor@oud.example")


def asks(person, address="noor@nieuw.example"):
    with transaction() as tx:
        new_address.ask(tx, tx.get_one(Person, person.id), address, now=now())
    asked = session().query(AddressChange).filter_by(person_id=person.id, used_at=None)
    return asked.order_by(AddressChange.id.desc()).first()


def link(change, *, purpose=PURPOSE, key=KEY, salt=None):
    return tokens.derive(key, purpose, change.id, salt or change.salt)


def proves(token, *, at=None):
    with transaction() as tx:
        new_address.prove(tx, token, key=KEY, now=at or now())


def puts_back(token):
    with transaction() as tx:
        new_address.put_back(tx, token, key=KEY, now=now())


def address_of(person):
    return session().get_one(Person, person.id, populate_existing=True).email


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_link_that_we_did_not_send_moves_no_address_and_puts_none_back(noor, forged):
    change = asks(noor)
    for token in (link(change, **forged), link(change, purpose=PUT_BACK), f"{change.id}-"):
        with pytest.raises(LinkIsSpent):
            proves(token)
    assert address_of(noor) == "noor@oud.example"
    proves(link(change))
    for token in (link(change, **{"purpose": PUT_BACK, **forged}), link(change)):
        with pytest.raises(LinkIsSpent):
            puts_back(token)
    assert address_of(noor) == "noor@nieuw.example"
    puts_back(link(change, purpose=PUT_BACK))
    assert address_of(noor) == "noor@oud.example"


def test_a_link_moves_an_address_for_a_day(noor):
    token = link(asks(noor))
    with pytest.raises(LinkIsSpent):
        proves(token, at=now() + new_address.LINK_OPENS + timedelta(seconds=1))
    proves(token, at=now() + new_address.LINK_OPENS - timedelta(minutes=1))


def test_only_the_last_link_that_was_asked_for_works(noor):
    first = link(asks(noor, "typo@nieuw.example"))
    second = link(asks(noor))
    with pytest.raises(LinkIsSpent):
        proves(first)
    proves(second)
    assert address_of(noor) == "noor@nieuw.example"


def test_putting_it_back_closes_links_to_come_in_that_still_lie_somewhere(noor):
    change = asks(noor)
    proves(link(change))
    a_link(noor)
    puts_back(link(change, purpose=PUT_BACK))
    assert session().query(SignInLink).filter_by(person_id=noor.id).count() == 0


def test_an_address_that_another_has_by_now_is_not_put_back(noor):
    change = asks(noor)
    proves(link(change))
    factories.a_person("Sam", email="noor@oud.example")
    with pytest.raises(AddressIsTaken):
        puts_back(link(change, purpose=PUT_BACK))
    assert address_of(noor) == "noor@nieuw.example"
