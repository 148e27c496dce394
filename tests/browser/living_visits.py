"""The pages of a living library: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from sqlalchemy import select

from community.db import session
from community.gatherings import sign_up_queries
from community.gatherings.models import Gathering, GatheringStatus, SignUp
from community.living_books import queries
from community.living_books.models import BookState, LivingBook, LivingDay, Loan, Way
from tests.browser.visit import LIBRARIAN, Visit
from tests.factories import a_person
from tests.living_books.shelf import a_book, a_day, a_reader

#: A gathering that is no living library yet.
PLAIN = Visit("living_books_desk.index", LIBRARIAN, of="draft")
NOTE = Visit("living_round.note", LIBRARIAN, of="round")
VISITS = [
    Visit("living_board.show"),
    Visit("living_book.show"),
    Visit("living_book.show", language="en"),
    Visit("living_books.index"),
    Visit("living_books.index", query="voertaal=ar"),
    Visit("living_books.index", language="en"),
    Visit("living_books_desk.edit", LIBRARIAN),
    Visit("living_books_desk.index", LIBRARIAN),
    PLAIN,
    Visit("living_books_desk.offers", LIBRARIAN),
    Visit("living_books_desk.take_off", LIBRARIAN),
    Visit("living_paper.covers", LIBRARIAN),
    Visit("living_paper.overview", LIBRARIAN),
    NOTE,
    Visit("living_round.show", LIBRARIAN),
    Visit("living_round.show", LIBRARIAN, of="round"),
    Visit("living_table.show", LIBRARIAN),
    Visit("living_table.show", LIBRARIAN, language="en"),
    Visit("own_living_books.show"),
    Visit("own_living_books.show", language="en"),
]


def known(library_id: int, visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    tokens = {
        "living_board": _board_token,
        "living_book": _book_token,
        "own_living_books": _own_token,
    }
    room = visit.endpoint.partition(".")[0]
    if visit.of == "round":
        return {
            "gathering_id": lambda: _to_call().gathering_id,
            "sign_up_id": lambda: _to_call().id,
        }
    return {
        "gathering_id": lambda: (
            _plain(library_id) if visit == PLAIN else _day(library_id).gathering_id
        ),
        "book_id": lambda: _book(library_id).id,
        "token": lambda: tokens[room](library_id, key),
    }


@cache
def _to_call() -> SignUp:
    """Who gets no mail, at a day whose times are divided at once."""
    gathering = a_day(Way.ROUND)
    a_book(gathering)
    return a_reader(gathering, a_person("Riet", email=None, phone="06 12345678"))


def _plain(library_id: int) -> int:
    draft = (Gathering.library_id == library_id, Gathering.status == GatheringStatus.DRAFT)
    return session().scalars(select(Gathering.id).where(*draft).limit(1)).one()


def _day(library_id: int) -> LivingDay:
    """The town's own, not one that a visit laid out."""
    days = select(LivingDay).where(LivingDay.library_id == library_id)
    return session().scalars(days.order_by(LivingDay.made_at).limit(1)).one()


def _book(library_id: int) -> LivingBook:
    said_yes = (LivingBook.library_id == library_id, LivingBook.state == BookState.AGREED)
    first = select(LivingBook).where(*said_yes).order_by(LivingBook.id).limit(1)
    return session().scalars(first).one()


def _board_token(library_id: int, key: str) -> str:
    return queries.board_token(_day(library_id), key=key)


def _book_token(library_id: int, key: str) -> str:
    return queries.token_of(_book(library_id), key=key)


def _own_token(library_id: int, key: str) -> str:
    """Of somebody who reserved."""
    read = select(Loan.sign_up_id).where(Loan.library_id == library_id)
    first = select(SignUp).where(SignUp.id.in_(read)).order_by(SignUp.id).limit(1)
    return sign_up_queries.token_of(session().scalars(first).one(), key=key)
