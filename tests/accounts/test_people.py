from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.accounts import people, queries
from community.accounts.addresses import WrongAddress
from community.accounts.models import Membership, Person, Role
from community.clock import now
from community.db import session as reading
from community.db import transaction
from community.errors import NotFound
from community.outbox.models import OutboxMail
from tests import factories as a


def role_of(person: Person) -> Role | None:
    return queries.find_role(reading(), a.the_library().id, person.id)


def test_the_same_address_is_the_same_person_and_keeps_its_name(session: Session) -> None:
    with transaction() as tx:
        first = people.find_or_create_person(tx, "Noor@Example.org", "Noor", "nl", now())
        again = people.find_or_create_person(tx, "noor@example.org", "Iemand", "en", now())
    assert again.id == first.id
    assert (again.first_name, again.language, again.email) == ("Noor", "nl", "noor@example.org")


def test_an_address_that_no_mail_reaches_makes_nobody(session: Session) -> None:
    with pytest.raises(WrongAddress), transaction() as tx:
        people.find_or_create_person(tx, "noor@example.org\nBcc: x@y.nl", "Noor", "nl", now())
    assert session.scalar(select(func.count(Person.id))) == 0


def test_two_who_sign_up_at_once_with_one_address_are_one_person(app: Flask) -> None:
    start = Barrier(8)

    def arrive(_number: int) -> int:
        with app.app_context():
            start.wait()
            with transaction() as tx:
                return people.find_or_create_person(tx, "noor@example.org", "Noor", "nl", now()).id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(arrive, range(8)))) == 1


def test_two_without_an_address_are_two_people_however_alike(session: Session) -> None:
    with transaction() as tx:
        one = people.person_without_address(tx, "Riet", "0529 12 34 56", now=now())
        other = people.person_without_address(tx, "Riet", "0529 12 34 56", now=now())
    assert one.id != other.id
    assert one.email is None


def test_a_place_in_a_library_is_made_once_and_keeps_its_role(session: Session) -> None:
    library, person = a.a_library(), a.a_person()
    with transaction() as tx:
        people.ensure_membership(tx, library.id, person, now(), Role.HOST)
        kept = people.ensure_membership(tx, library.id, person, now())
    assert kept.role is Role.HOST
    assert session.scalar(select(func.count(Membership.id))) == 1


def test_a_yes_to_being_invited_keeps_its_day_until_it_is_taken_back(session: Session) -> None:
    library, person = a.a_library(), a.a_member()
    first = now()
    with transaction() as tx:
        people.set_may_invite(tx, library.id, person, may=True, now=first)
        people.set_may_invite(tx, library.id, person, may=True, now=now())
    membership = queries.get_membership(session, library.id, person.id)
    assert membership.may_invite_since == first
    with transaction() as tx:
        people.set_may_invite(tx, library.id, person, may=False, now=now())
    assert queries.get_membership(session, library.id, person.id).may_invite_since is None


def test_a_role_can_be_given_and_taken(session: Session) -> None:
    library, person = a.a_library(), a.a_member()
    for role in (Role.LIBRARIAN, Role.MANAGER):
        with transaction() as tx:
            people.set_role(tx, library.id, person.id, role)
        assert role_of(person) is role


def test_the_last_manager_stays(session: Session) -> None:
    library = a.a_library()
    joke, kim = a.a_member(Role.MANAGER, name="Joke"), a.a_member(Role.MANAGER, name="Kim")
    a.a_member(Role.MANAGER, a.a_library("zuidpolder"))  # Counts for another library.
    with transaction() as tx:
        people.set_role(tx, library.id, joke.id, Role.RESIDENT)
    with pytest.raises(people.LastManager), transaction() as tx:
        people.set_role(tx, library.id, kim.id, Role.LIBRARIAN)
    assert (role_of(joke), role_of(kim)) == (Role.RESIDENT, Role.MANAGER)
    with transaction() as tx:  # Staying manager is no problem.
        people.set_role(tx, library.id, kim.id, Role.MANAGER)


def test_two_managers_who_send_each_other_away_at_once_do_not_both_succeed(app: Flask) -> None:
    library = a.a_library()
    both = [a.a_member(Role.MANAGER, name=name).id for name in ("Joke", "Kim")]
    library_id, start = library.id, Barrier(2)

    def send_away(person_id: int) -> bool:
        with app.app_context():
            start.wait()
            try:
                with transaction() as tx:
                    people.set_role(tx, library_id, person_id, Role.RESIDENT)
            except people.LastManager:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send_away, both)) == [False, True]


def test_the_role_of_somebody_elsewhere_is_not_there_to_change(session: Session) -> None:
    ours, theirs = a.a_library(), a.a_library("zuidpolder")
    person = a.a_member(Role.LIBRARIAN, theirs)
    with pytest.raises(NotFound), transaction() as tx:
        people.set_role(tx, ours.id, person.id, Role.RESIDENT)
    assert queries.find_role(session, theirs.id, person.id) is Role.LIBRARIAN


def test_who_is_invited_twice_in_a_breath_gets_one_mail(session: Session) -> None:
    library, person, at = a.a_library(), a.a_person(), now().replace(second=0)
    for second in (1, 2):
        with transaction() as tx:
            people.invite(tx, library, person, Role.LIBRARIAN, now=at.replace(second=second))
    assert role_of(person) is Role.LIBRARIAN
    owed = session.scalars(select(OutboxMail)).one()
    assert (owed.template, owed.person_id, owed.library_id) == (
        "accounts/invitation", person.id, library.id,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("noor", {"Noor van der Meulen"}),
        ("NOOR meul", {"Noor van der Meulen"}),
        ("bas@", {"Bas"}),
        ("Élo", {"Élodie"}),
        ("oor", set()),
        ("%", set()),
        ("_as", set()),
        ("\\", set()),
    ],
)
def test_people_are_found_by_the_beginning_of_a_name(
    session: Session, words: str, found: set[str]
) -> None:
    library = a.a_library()
    a.a_member(name="Noor", surname="van der Meulen", email="n@example.org")
    a.a_member(name="Bas", email="bas@example.org")
    a.a_member(name="Élodie", email="e@example.org")
    a.a_member(library=a.a_library("zuidpolder"), name="Noor", email="z@example.org")
    people_found = queries.search_people(session, library.id, words)
    assert {each.person.full_name for each in people_found} == found
