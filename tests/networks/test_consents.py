"""A library lets its adviser look along, and no longer does."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.networks import consents, queries
from community.networks.models import Consent
from tests.factories import a_library, a_member, a_network, saved
from tests.gatherings.crowd import rush
from tests.networks.making import a_consent, a_library_in, do

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def library():
    return a_library_in(a_network(), consent=False)


@pytest.fixture
def joke(library):
    return a_member(library=library, name="Joke")


def stands(library):
    session().rollback()
    return queries.find_consent(session(), library.id) is not None


def test_consent_is_written_down_with_who_and_when_and_so_is_its_end(library, joke):
    for _ in range(2):  # Twice is once.
        do(consents.give, library.id, joke.id, now=now())
    assert stands(library)
    for _ in range(2):
        do(consents.withdraw, library.id, joke.id, now=now())
    assert not stands(library)
    do(consents.give, library.id, joke.id, now=now())
    latest, first = queries.list_consents(session(), library.id)
    assert (latest.withdrawn_at, first.given_by_id, first.withdrawn_by_id) == (
        None, joke.id, joke.id,
    )  # fmt: skip


def test_a_library_without_a_network_has_nobody_to_allow_it():
    with pytest.raises(NotFound):
        do(consents.give, a_library("los").id, 1, now=now())


def test_what_was_allowed_to_one_network_is_not_allowed_to_the_next(library, joke):
    do(consents.give, library.id, joke.id, now=now())
    other = a_network("drenthe")
    with transaction() as tx:
        tx.get_one(type(library), library.id).network_id = other.id
    assert not stands(library)
    do(consents.give, library.id, joke.id, now=now())
    assert stands(library)
    latest, first = queries.list_consents(session(), library.id)
    assert (latest.network_id, first.withdrawn_at is not None) == (other.id, True)


def test_the_database_itself_keeps_one_consent_standing(library):
    a_consent(library)
    with pytest.raises(IntegrityError):
        a_consent(library)


def test_two_managers_who_allow_it_at_once_allow_it_once(app, library, joke):
    acts = [lambda: do(consents.give, library.id, joke.id, now=now())] * 4
    assert rush(app, acts) == []
    assert len(queries.list_consents(session(), library.id)) == 1


def test_it_cannot_end_before_it_began(library):
    with pytest.raises(IntegrityError):
        saved(
            Consent(
                library_id=library.id,
                network_id=library.network_id,
                given_at=now(),
                withdrawn_at=now().replace(year=2020),
            )
        )
