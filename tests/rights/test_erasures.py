"""Who was erased is erased again after an older copy of the house was put back."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import update

from community.accounts.models import Membership, Person, Role
from community.clock import now
from community.db import session, transaction
from community.rights import erasing, erasures
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def erase(person: Person) -> None:
    with transaction() as tx:
        erasing.erase(tx, person.id, now=now())


def put_back(person: Person, **as_it_was: object) -> None:
    """As an older copy knows them."""
    with transaction() as tx:
        known = {"first_name": "Noor", "erased_at": None, **as_it_was}
        tx.execute(update(Person).where(Person.id == person.id).values(**known))


def again() -> int:
    with transaction() as tx:
        return erasing.again(tx, erasures.read(erasures.place()), now=now())


def as_kept(person: Person) -> Person:
    session().expire_all()
    return session().get_one(Person, person.id)


def test_who_was_erased_after_the_copy_was_made_is_erased_again_as_of_then():
    noor, ander = factories.a_member(), factories.a_member(name="Ander")
    erase(noor)
    erased_at = as_kept(noor).erased_at
    put_back(noor)
    assert again() == 1
    assert (as_kept(noor).first_name, as_kept(noor).erased_at) == ("—", erased_at)
    assert as_kept(ander).first_name == "Ander"
    assert again() == 0


def test_who_ran_the_house_when_the_copy_was_made_is_not_asked_to_hand_over_again():
    noor = factories.a_member()
    erase(noor)
    put_back(noor, is_operator=True)
    factories.saved(
        Membership(
            library_id=factories.the_library().id, person_id=noor.id, role=Role.MANAGER,
            created_at=now(),
        )
    )  # fmt: skip
    assert again() == 1
    gone = as_kept(noor)
    assert (gone.is_operator, gone.memberships) == (False, [])


def test_who_got_the_number_of_an_erased_person_later_is_somebody_else():
    noor = factories.a_member()
    erase(noor)
    put_back(noor, created_at=now())
    assert again() == 0
    assert as_kept(noor).first_name == "Noor"


def test_the_list_holds_numbers_and_moments_and_everybody_once_also_after_a_crash():
    noor, riet = factories.a_member(), factories.a_member(name="Riet")
    erase(noor)
    erase(noor)
    erase(riet)
    path = erasures.place()
    path.write_text(path.read_text()[:-7])
    assert [each.person_id for each in erasures.read(path)] == [noor.id]
    assert erasures.complete() == 1
    assert [each.person_id for each in erasures.read(path)] == [noor.id, riet.id]
    assert "Noor" not in path.read_text()
    assert os.stat(path).st_mode & 0o077 == 0
