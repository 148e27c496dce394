"""Who gets no mail is called: readers whose talks are new or gone, and people who are a book."""

from __future__ import annotations

import pytest

from community.clock import now
from community.db import session
from community.living_books import calls, calls_queries, hosting, lending, loan_queries
from tests.factories import a_librarian, a_library, a_person
from tests.living_books.shelf import a_book, a_day, a_reader, an_offer, asked, owed, reserved
from tests.register.entries import do

pytestmark = pytest.mark.usefixtures("app")


def to_call(gathering) -> tuple[list[str], list[str]]:
    """First names of readers, and of books."""
    session().rollback()
    of = (session(), gathering.library_id)
    readers = [each.person.first_name for each in calls_queries.list_readers(*of, now=now())]
    books = [each.person.first_name for each in calls_queries.list_books(*of, now=now())]
    number = session().scalars(calls_queries.how_many(gathering.library_id, now())).one()
    assert number == len(readers) + len(books)
    return readers, books


def test_a_reader_without_mail_is_called_when_a_talk_is_given_and_when_it_is_taken():
    gathering = a_day()
    book = a_book(gathering)
    bep = a_reader(gathering, a_person("Bep", email=None, phone="0529 12"))
    assert to_call(gathering) == ([], [])
    loan = reserved(bep, book)
    assert to_call(gathering) == (["Bep"], [])
    assert owed("times") == []
    for _twice in range(2):
        do(calls.reader_knows, gathering.library_id, bep.id)
    assert to_call(gathering) == ([], [])
    do(lending.give_back, gathering.library_id, bep.id, loan.id, now=now())
    assert to_call(gathering) == (["Bep"], [])
    assert loan_queries.list_loans_by_reader(session(), [bep.id]) == {bep.id: []}


def test_a_book_without_mail_is_called_to_be_asked_and_when_it_need_not_come():
    gathering = a_day()
    book = asked(gathering, an_offer(person=a_person("Joop", email=None, phone="0529 13")))
    assert to_call(gathering) == ([], ["Joop"])
    do(calls.book_knows, gathering.library_id, book.id)
    assert to_call(gathering) == ([], [])
    do(hosting.take_off, gathering.library_id, gathering.id, book.id, now=now())
    assert to_call(gathering) == ([], ["Joop"])


def test_the_list_says_what_to_tell_and_another_library_cannot_press(client_of):
    gathering = a_day()
    book, bep = a_book(gathering), a_reader(gathering, a_person("Bep", email=None, phone="0529 12"))
    asked(gathering, an_offer("Ik was postbode", person=a_person("Joop", email=None)))
    reserved(bep, book)
    desk = client_of(a_librarian(gathering.library))
    page = desk.get("/vechtdal/beheer/bellijst").text
    assert "Ik was zeeman" in page
    assert "Wil deze persoon" in page
    path = f"/vechtdal/beheer/bellijst/levende-boeken/lezers/{bep.id}"
    away = client_of(a_librarian(a_library("elders")))
    assert away.post(path.replace("vechtdal", "elders")).status_code == 404
    assert to_call(gathering) == (["Bep"], ["Joop"])
    assert desk.post(path).status_code == 303
    assert to_call(gathering) == ([], ["Joop"])
