"""Places at a book: one each, never two at once, never more than there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from community.clock import now
from community.db import transaction
from community.errors import DomainError, NotFound
from community.gatherings import sign_up_changes, sign_up_queries
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.living_books import lending, loan_queries, mails, rules
from community.living_books.models import LivingBook, Loan, Made, Way
from community.outbox import letters
from community.register.models import Entry
from tests.factories import a_member, a_person
from tests.gatherings.crowd import rush
from tests.living_books.shelf import (
    a_book,
    a_day,
    a_reader,
    asked,
    owed,
    place,
    reserved,
    taken,
)
from tests.register.entries import count, do

pytestmark = pytest.mark.usefixtures("app")


def test_a_place_is_reserved_once_however_often_one_presses():
    gathering = a_day()
    book, noor = a_book(gathering), a_reader(gathering)
    assert reserved(noor, book).id == reserved(noor, book).id
    assert taken(book) == [1, 0, 0]
    assert len(owed("times")) == 1


def test_what_moderation_hid_is_not_shown_to_who_reserved_it(client):
    gathering = a_day()
    book, noor = a_book(gathering), a_reader(gathering)
    reserved(noor, book)
    token = sign_up_queries.token_of(noor, key=current_app.config["SECRET_KEY"])
    path = f"/vechtdal/aanmelding/{token}"
    mine = f"{path}/levende-boeken"
    assert "Ik was zeeman" in client.get(mine).text
    hidden = {"hidden_at": now(), "hidden_why": "report"}
    do(lambda tx: tx.execute(update(Entry).where(Entry.id == book.entry_id).values(**hidden)))
    for address in (path, mine):
        page = client.get(address).text
        assert "Je levende boek" in page
        assert "Ik was zeeman" not in page
    assert "Ik was zeeman" not in "".join(do(told, noor.id))
    assert taken(book) == [1, 0, 0]  # Nobody's time is taken away by it.


def test_a_full_time_is_full():
    gathering = a_day()
    book = a_book(gathering, readers=1)
    reserved(a_reader(gathering), book)
    with pytest.raises(rules.SittingIsFull):
        reserved(a_reader(gathering), book)
    assert taken(book) == [1, 0, 0]


def test_nobody_reads_two_books_at_once_nor_the_same_twice():
    gathering = a_day()
    sea, doctor = a_book(gathering), a_book(gathering, "Ik was arts")
    noor = a_reader(gathering)
    reserved(noor, sea)
    with pytest.raises(rules.AtTheSameTime):
        reserved(noor, doctor)
    with pytest.raises(rules.ReadAlready):
        reserved(noor, sea, 1)
    reserved(noor, doctor, 1)
    assert (taken(sea), taken(doctor)) == ([1, 0, 0], [0, 1, 0])


@pytest.mark.parametrize("other", [0, 1], ids=["another book then", "the same book later"])
def test_the_database_says_no_to_two_at_once_and_to_twice_the_same(other):
    gathering = a_day()
    sea, doctor = a_book(gathering), a_book(gathering, "Ik was arts")
    noor = a_reader(gathering)
    reserved(noor, sea)
    wanted = place(sea, 1) if other else place(doctor, 0)
    with pytest.raises(IntegrityError):
        do(lambda tx: tx.add(Loan(
            library_id=noor.library_id, gathering_id=gathering.id, sign_up_id=noor.id,
            book_id=wanted.book_id, slot_id=wanted.slot_id, made=Made.PAGE, made_at=now(),
        )))  # fmt: skip


def test_changing_gives_the_old_place_back_only_when_the_new_one_is_had():
    gathering = a_day()
    sea, doctor = a_book(gathering), a_book(gathering, "Ik was arts", readers=1)
    noor = a_reader(gathering)
    reserved(noor, sea)
    reserved(a_reader(gathering), doctor)
    with pytest.raises(rules.SittingIsFull):
        reserved(noor, doctor, instead=True)
    assert taken(sea) == [1, 0, 0]
    reserved(noor, sea, 2, instead=True)
    assert taken(sea) == [0, 0, 1]


def test_who_has_no_seat_and_who_is_that_book_reads_nothing():
    gathering = a_day()
    karim = a_member(name="Karim")
    sea, doctor = a_book(gathering, person=karim), a_book(gathering, "Ik was arts")
    with pytest.raises(rules.PlaceFirst):
        reserved(a_reader(gathering, status=SignUpStatus.PENDING), sea)
    with pytest.raises(rules.ReadsItself):
        reserved(a_reader(gathering, karim), doctor)
    with pytest.raises(NotFound):
        reserved(a_reader(gathering), asked(gathering)), "no yes, no reader"


def test_what_has_begun_is_borrowed_at_the_table():
    gathering = a_day()
    book = a_book(gathering)
    with pytest.raises(rules.SlotIsOver):
        reserved(a_reader(gathering), book, now=gathering.starts_at + timedelta(minutes=1))


def test_in_a_round_nobody_reserves_by_themselves():
    gathering = a_day(Way.ROUND)
    with pytest.raises(rules.ChosenInARound):
        reserved(a_reader(gathering), a_book(gathering))


def test_a_place_that_is_given_back_is_free_at_once():
    gathering = a_day()
    book = a_book(gathering, readers=1)
    noor = a_reader(gathering)
    loan = reserved(noor, book)
    for _twice in range(2):
        do(lending.give_back, noor.library_id, noor.id, loan.id, now=now())
    assert taken(book) == [0, 0, 0]
    reserved(a_reader(gathering), book)
    reserved(noor, book, 1)


def test_who_leaves_the_gathering_leaves_the_books_and_a_smaller_party_takes_fewer_places():
    gathering = a_day()
    book = a_book(gathering)
    noor = a_reader(gathering, party_size=3)
    reserved(noor, book)
    assert taken(book) == [3, 0, 0]
    do(sign_up_changes.change_party, noor.id, 2, now=now())
    assert taken(book) == [2, 0, 0]
    do(sign_up_changes.leave, noor.id, now=now())
    assert taken(book) == [0, 0, 0]


def test_one_mail_tells_all_talks_and_the_mails_of_the_gathering_do_too(app):
    gathering = a_day()
    sea, doctor = a_book(gathering), a_book(gathering, "Ik was arts")
    noor = a_reader(gathering, a_person("Noor", language="nl"))
    reserved(noor, sea)
    reserved(noor, doctor, 1)
    first, last = owed("times")
    assert do(lambda tx: letters.render(tx, tx.merge(first))) is None, "the later one says it all"
    text = do(lambda tx: letters.render(tx, tx.merge(last))).text
    assert "Ik was zeeman" in text
    assert "Ik was arts" in text
    assert len(do(told, noor.id)) == 3
    do(lambda tx: setattr(tx.get_one(LivingBook, sea.id), "checked_at", None))
    assert "Ik was zeeman" not in "".join(do(told, noor.id)), "words that nobody read yet"
    do(lambda tx: setattr(tx.get_one(Gathering, gathering.id), "is_sensitive", True))
    assert do(told, noor.id) == ()


def told(tx, sign_up_id: int) -> tuple[str, ...]:
    return mails.times_of(tx, tx.get_one(SignUp, sign_up_id))


def test_twelve_who_want_the_last_two_places_at_once_leave_ten_without(app):
    """Real threads, on both databases; the guards behind it are seen in the tests above."""
    gathering = a_day()
    book = a_book(gathering, readers=2)
    readers = [a_reader(gathering) for _number in range(12)]
    wanted = place(book)

    def press(entry):
        def act():
            with transaction() as tx:
                lending.reserve(tx, entry.library_id, entry.id, wanted, now=now())

        return act

    wrong = rush(app, [press(entry) for entry in readers], in_flight=12)
    assert [type(error) for error in wrong] == [rules.SittingIsFull] * 10
    assert taken(book) == [2, 0, 0]


def test_one_reader_who_presses_two_books_at_once_has_one(app):
    gathering = a_day()
    books = [a_book(gathering, f"Boek {number}") for number in range(4)]
    noor = a_reader(gathering)

    def press(book):
        def act():
            with transaction() as tx:
                lending.reserve(tx, noor.library_id, noor.id, place(book), now=now())

        return act

    wrong = rush(app, [press(book) for book in books * 2], in_flight=8)
    assert all(isinstance(error, DomainError) for error in wrong)
    assert count(Loan) == 1
    assert len(do(loan_queries.list_loans_of, noor.id)) == 1
