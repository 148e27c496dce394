from __future__ import annotations

import pytest

from community import sealing, tokens
from community.accounts import new_address, proofs
from community.accounts.models import AddressChange, Person
from community.clock import now
from community.db import session, transaction
from community.single_sign_on import queries, services
from tests.factories import a_librarian, a_library, a_member
from tests.single_sign_on.provider import KEY, Provider, set_up

PROVIDER = Provider("https://login.example", "kring", "a secret of theirs")


def connect(library, person, subject):
    with transaction() as tx:
        return services.connect(tx, library.id, tx.get_one(Person, person.id), subject, now=now())


@pytest.fixture
def library(app):
    library = a_library()
    set_up(library, PROVIDER)
    return library


def test_the_secret_is_kept_sealed(library):
    provider = queries.get_provider(session(), library.id)
    assert PROVIDER.secret not in provider.sealed_secret
    assert services.secret_of(provider, key=KEY) == PROVIDER.secret
    with pytest.raises(sealing.SealBroken):
        services.secret_of(provider, key="another key")


def test_an_empty_secret_leaves_the_one_there_was(library):
    set_up(library, PROVIDER, secret="", name="anders")
    provider = queries.get_provider(session(), library.id)
    assert (provider.name, services.secret_of(provider, key=KEY)) == ("anders", PROVIDER.secret)


def test_a_person_has_one_work_account_and_it_one_person(library):
    bas, noor = a_librarian(library), a_librarian(library, "Noor")
    connect(library, bas, "u-1")
    connect(library, bas, "u-1")
    with pytest.raises(services.TakenAlready):
        connect(library, noor, "u-1")
    connect(library, bas, "u-2")
    assert [account.subject for account in queries.list_accounts(session(), library.id)] == ["u-2"]
    connect(library, noor, "u-1")


def test_a_resident_connects_nothing(library):
    with pytest.raises(services.NotForYou):
        connect(library, a_member(library=library), "u-1")


def test_another_issuer_knows_other_people_by_the_same_names(library):
    connect(library, a_librarian(library), "u-1")
    set_up(library, PROVIDER, name="dezelfde")
    assert queries.find_account(session(), library.id, "u-1")
    set_up(library, PROVIDER, issuer="https://other.example")
    assert queries.find_account(session(), library.id, "u-1") is None


def test_who_takes_an_account_over_loses_the_work_account_when_the_address_is_put_back(library):
    """What its person connected before stays; who saw the address of their agenda reads it not."""
    bas, noor = a_librarian(library, email="bas@old.example"), a_librarian(library, "Noor")
    connect(library, noor, "hers")
    asked, salt = now(), bas.calendar_salt
    connect(library, bas, "of the thief")
    with transaction() as tx:
        change = AddressChange(
            person_id=bas.id, email="thief@example.org", created_at=asked, used_at=asked,
            old_email="bas@old.example", expires_at=asked + new_address.CAN_PUT_BACK,
        )  # fmt: skip
        tx.add(change)
        tx.flush()
        token = tokens.derive(KEY, new_address.PUT_BACK, change.id, change.salt)
        new_address.put_back(tx, token, key=KEY, now=now())
    left = [account.subject for account in queries.list_accounts(session(), library.id)]
    assert left == ["hers"]
    assert session().get_one(Person, bas.id).calendar_salt != salt
    with transaction() as tx:
        proofs.forget_since(tx, noor.id, now())
    assert queries.find_account(session(), library.id, "hers"), "connected before"


def test_what_is_disconnected_opens_nothing(library):
    bas = a_librarian(library)
    connect(library, bas, "u-1")
    with transaction() as tx:
        services.disconnect(tx, library.id, bas.id)
        services.disconnect(tx, library.id, bas.id)
    with transaction() as tx, pytest.raises(services.NotConnected):
        services.come_in(tx, library.id, "u-1", now=now())
