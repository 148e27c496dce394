from __future__ import annotations

import pytest

from community import sealing
from community.accounts.models import Person
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


def test_what_is_disconnected_opens_nothing(library):
    bas = a_librarian(library)
    connect(library, bas, "u-1")
    with transaction() as tx:
        services.disconnect(tx, library.id, bas.id)
        services.disconnect(tx, library.id, bas.id)
    with transaction() as tx, pytest.raises(services.NotConnected):
        services.come_in(tx, library.id, "u-1", now=now())
