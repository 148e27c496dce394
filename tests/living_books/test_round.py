"""Everybody placed at once: wishes, the engine's plan, and making it known."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.clock import now
from community.db import session
from community.living_books import lending, loan_queries, rules, wishing
from community.living_books.models import BookWish, Loan, Made, Way
from community.living_books.wishing import Why
from tests.factories import a_librarian, a_member
from tests.living_books.shelf import (
    a_book,
    a_day,
    a_reader,
    answer,
    answered,
    owed,
    place,
    reserved,
    taken,
)
from tests.register.entries import count, do

pytestmark = pytest.mark.usefixtures("app")


def wishes(entry, *books):
    do(wishing.wish, entry.library_id, entry.id, [book.id for book in books], now=now())


def divided(gathering) -> wishing.Plan:
    """Asked for, and solved here and now."""
    by = a_librarian()
    do(wishing.ask, gathering.library_id, gathering.id, by_id=by.id, now=now())
    return answer()


def publish(gathering) -> wishing.Published:
    return do(wishing.publish, gathering.library_id, gathering.id, now=now())


def test_everybody_gets_a_first_talk_before_anybody_gets_a_second():
    gathering = a_day(Way.ROUND)
    sea, doctor = a_book(gathering, readers=1), a_book(gathering, "Ik was arts", readers=1)
    readers = [a_reader(gathering) for _number in range(6)]
    for entry in readers:
        wishes(entry, sea, doctor)
    plan = divided(gathering)
    assert [len(each.talks) for each in plan.outcomes] == [1] * 6
    assert plan.first_wishes == 3
    assert publish(gathering) == wishing.Published(6, 0)
    assert (taken(sea), taken(doctor)) == ([1, 1, 1], [1, 1, 1])
    loans = session().scalars(select(Loan)).all()
    assert {loan.made for loan in loans} == {Made.ROUND}
    assert publish(gathering) == wishing.Published(0, 0), "twice is once"
    assert len(owed("times")) == 6


def test_nobody_is_at_two_tables_nor_at_the_same_twice_nor_where_they_talk_themselves():
    gathering = a_day(Way.ROUND)
    karim = a_member(name="Karim")
    sea = a_book(gathering, person=karim)
    books = [a_book(gathering, f"Boek {number}") for number in range(3)]
    noor, self_read = a_reader(gathering), a_reader(gathering, karim)
    do(lending.reserve, noor.library_id, noor.id, place(sea, 1), made=Made.DESK, now=now())
    wishes(noor, *books)
    wishes(self_read, books[0])
    plan = divided(gathering)
    slots = [talk.sitting.slot_id for each in plan.outcomes[:1] for talk in each.talks]
    assert len(slots) == len(set(slots)) == 2
    assert place(sea, 1).slot_id not in slots
    left_out = [(each.sign_up.id, each.why) for each in plan.left_out]
    assert left_out == [(self_read.id, Why.IS_BOOK)], "a book all day long"
    assert publish(gathering) == wishing.Published(2, 0)


def test_a_party_stays_together_and_takes_as_many_places():
    gathering = a_day(Way.ROUND)
    sea = a_book(gathering, readers=2)
    two, one = a_reader(gathering, party_size=2), a_reader(gathering)
    big = a_reader(gathering, party_size=3)
    for entry in (two, one, big):
        wishes(entry, sea)
    plan = divided(gathering)
    assert [(each.sign_up.id, each.why) for each in plan.left_out] == [(big.id, Why.PARTY)]
    assert plan.left_out[0].missed[0].id == sea.id
    publish(gathering)
    assert sorted(taken(sea)) == [0, 1, 2]
    assert len(owed("times")) == 3, "who is left out hears it too"


def test_what_changed_since_the_plan_is_left_out_of_it():
    gathering = a_day(Way.ROUND)
    sea, doctor = a_book(gathering, readers=1), a_book(gathering, "Ik was arts")
    noor, nel = a_reader(gathering), a_reader(gathering)
    wishes(noor, sea)
    wishes(nel, doctor)
    plan = divided(gathering)
    at = plan.outcomes[0].talks[0].sitting
    do(lending.reserve, nel.library_id, nel.id, lending.Place(at.book_id, at.slot_id),
       made=Made.DESK, now=now())  # fmt: skip
    answered(doctor, yes=False)
    assert publish(gathering) == wishing.Published(0, 1)
    assert reserved(noor, sea, [0, 1, 2][taken(sea).index(0)]), "from now on by themselves"


def test_wishes_are_said_anew_and_only_in_a_round():
    gathering = a_day(Way.ROUND)
    books = [a_book(gathering, f"Boek {number}") for number in range(4)]
    noor = a_reader(gathering)
    wishes(noor, *books)
    assert count(BookWish) == 3
    wishes(noor, books[3], books[3])
    kept = do(loan_queries.list_wishes_of, noor.id)
    assert [(each.rank, each.book_id) for each in kept] == [(1, books[3].id)]
    wishes(noor)
    with pytest.raises(rules.NothingToDivide):
        divided(gathering)
    other = a_day()
    book, nel = a_book(other), a_reader(other)
    with pytest.raises(rules.NoWishesNow):
        wishes(nel, book)
