"""On the day itself: the table, and the board on the wall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from community.db import session, transaction
from community.gatherings.models import Gathering
from community.living_books import board, borrowing, jobs, lending, loan_queries, queries, rules
from community.living_books.board import Standing
from community.living_books.borrowing import Act, WalkIn
from community.living_books.models import Loan
from tests.gatherings.crowd import rush
from tests.keeping.forgetting import forget
from tests.living_books.shelf import (
    MINUTE,
    a_book,
    a_day,
    a_reader,
    noted,
    owed,
    place,
    reserved,
    taken,
    times,
    walks_in,
)
from tests.register.entries import count, do

pytestmark = pytest.mark.usefixtures("app")


def lines(gathering: Gathering, at):
    session().rollback()
    books = queries.list_catalogue(session(), gathering.library_id, gathering.id)
    lent = loan_queries.list_lent(session(), gathering.library_id, gathering.id)
    return [(each.title, each.standing, each.free_from) for each in
            board.lines(gathering, books, lent, at)]  # fmt: skip


def test_a_reserved_book_is_lent_and_comes_back_and_every_tap_can_be_taken_back():
    gathering = a_day()
    book = a_book(gathering)
    loan, at = reserved(a_reader(gathering), book), gathering.starts_at + MINUTE
    with pytest.raises(rules.TooEarly):
        noted(loan, Act.BORROW, gathering.starts_at - timedelta(hours=1))
    with pytest.raises(rules.NotYetReading):
        noted(loan, Act.BACK, at)
    first = noted(loan, Act.BORROW, at).borrowed_at
    assert noted(loan, Act.BORROW, at + MINUTE).borrowed_at == first, "twice is once"
    assert noted(loan, Act.BACK, at).back_at == at
    assert noted(loan, Act.NOT_BACK, at).back_at is None
    assert noted(loan, Act.NOT_BORROWED, at).borrowed_at is None
    assert taken(book) == [1, 0, 0]


def test_who_does_not_come_makes_room_and_comes_after_all_only_while_there_is_room():
    gathering = a_day()
    book = a_book(gathering, readers=1)
    loan, at = reserved(a_reader(gathering), book), gathering.starts_at + 6 * MINUTE
    noted(loan, Act.MISSED, at)
    assert noted(loan, Act.COMES, at).given_up_at is None
    noted(noted(loan, Act.MISSED, at), Act.MISSED, at)
    walks_in(book, at=at)
    with pytest.raises(rules.SittingIsFull):
        noted(loan, Act.BORROW, at)
    assert taken(book) == [1, 0, 0]


def test_who_walks_in_reads_at_once_or_has_a_place_for_later():
    gathering = a_day()
    book, at = a_book(gathering), gathering.starts_at + MINUTE
    now_read = walks_in(book, at=at, people=2)
    assert now_read.borrowed_at == at
    assert walks_in(book, at=at).id == now_read.id, "the same form again"
    assert walks_in(book, 2, at=at, key="b" * 32).borrowed_at is None
    assert taken(book) == [2, 0, 1]
    with pytest.raises(rules.NotOnTheDay):
        walks_in(book, at=gathering.starts_at + timedelta(minutes=26), key="c" * 32)
    with pytest.raises(rules.NotOnTheDay):
        noted(now_read, Act.BACK, gathering.ends_at + timedelta(hours=4))


def test_what_goes_on_is_not_given_back_from_a_phone():
    gathering = a_day()
    noor = a_reader(gathering)
    loan, at = reserved(noor, a_book(gathering)), gathering.starts_at
    noted(loan, Act.BORROW, at)
    with pytest.raises(rules.OnLoan):
        do(lending.give_back, noor.library_id, noor.id, loan.id, now=at)


def test_the_last_place_goes_once_to_whoever_stands_at_the_table_or_presses_at_home(app):
    """Real threads, on both databases: the table and the page take from the same places."""
    gathering = a_day()
    book = a_book(gathering, readers=1)
    readers, wanted = [a_reader(gathering) for _number in range(4)], place(book, 1)
    at = gathering.starts_at + MINUTE

    def press(number: int):
        def act():
            with transaction() as tx:
                if number % 2:
                    who = WalkIn("Riet", f"{number:032}")
                    borrowing.borrow_at_the_table(tx, book.library_id, gathering.id, wanted, who,
                                                  now=at)  # fmt: skip
                else:
                    entry = readers[number // 2]
                    lending.reserve(tx, entry.library_id, entry.id, wanted, now=at)

        return act

    wrong = rush(app, [press(number) for number in range(8)], in_flight=8)
    assert [type(error) for error in wrong] == [rules.SittingIsFull] * 7
    assert taken(book) == [0, 1, 0]


def test_one_tap_that_is_sent_twice_at_once_is_one_loan(app):
    gathering = a_day()
    book, at = a_book(gathering), gathering.starts_at + MINUTE
    wanted = place(book)

    def press():
        with transaction() as tx:
            borrowing.borrow_at_the_table(tx, book.library_id, gathering.id, wanted,
                                          WalkIn("Riet", "a" * 32), now=at)  # fmt: skip

    assert rush(app, [press] * 6, in_flight=6) == []
    assert count(Loan) == 1
    assert taken(book) == [1, 0, 0]


def test_the_board_says_what_can_be_had_first_and_names_nobody():
    gathering = a_day()
    sea, doctor = a_book(gathering, "Zeeman", readers=1), a_book(gathering, "Arts", readers=1)
    at = gathering.starts_at
    second = times(gathering)[1].starts_at(gathering)
    assert lines(gathering, at - MINUTE) == [
        ("Arts", Standing.LATER, at), ("Zeeman", Standing.LATER, at),
    ]  # fmt: skip
    loan = reserved(a_reader(gathering), doctor)
    assert lines(gathering, at) == [
        ("Zeeman", Standing.FREE, None), ("Arts", Standing.RESERVED, second),
    ]  # fmt: skip
    noted(loan, Act.BORROW, at)
    walks_in(sea, 1, at=at)
    walks_in(sea, 2, at=at, key="b" * 32)
    assert lines(gathering, at + MINUTE)[1] == ("Arts", Standing.ON_LOAN, second)
    noted(loan, Act.BACK, second - MINUTE)
    assert lines(gathering, second + MINUTE) == [
        ("Arts", Standing.FREE, None), ("Zeeman", Standing.RESERVED, None),
    ]  # fmt: skip
    assert dict(row[:2] for row in lines(gathering, gathering.ends_at))["Zeeman"] is Standing.FULL


def test_a_book_hears_once_of_a_move_and_names_are_forgotten_the_day_after():
    gathering = a_day()
    book = a_book(gathering)
    walks_in(book, at=gathering.starts_at)
    later = gathering.starts_at + timedelta(days=1)
    for _twice in range(2):
        jobs.tell_of_changes(gathering.starts_at - timedelta(days=3))
    assert owed("changed") == []
    moved = {"starts_at": later, "ends_at": later + 90 * MINUTE}
    do(lambda tx: tx.execute(update(Gathering).values(**moved)))
    for _twice in range(2):
        jobs.tell_of_changes(gathering.starts_at - timedelta(days=3))
    assert len(owed("changed")) == 1
    forget("living_books.loans", later + timedelta(hours=5))
    assert names() == ["Riet"]
    forget("living_books.loans", later + timedelta(days=2))
    assert names() == [""]
    forget("living_books.loans", later + timedelta(days=32))
    assert names() == []


def names() -> list[str]:
    session().rollback()
    return [loan.name for loan in session().query(Loan)]
