"""The pages of a living library: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.gatherings import sign_up_queries
from community.gatherings.models import Gathering, SignUp
from community.living_books import queries
from community.living_books.models import BookState, LivingBook, LivingDay, Loan
from tests.browser.visit import LIBRARIAN, Visit

LIVING = "living"
VISITS = [
    Visit("living_book.show"),
    Visit("living_book.show", language="en"),
    Visit("living_books.index", of=LIVING),
    Visit("living_books.index", of=LIVING, query="taal=ar"),
    Visit("living_books.index", of=LIVING, language="en"),
    Visit("living_books_desk.edit", LIBRARIAN, of=LIVING),
    Visit("living_books_desk.index", LIBRARIAN, of=LIVING),
    Visit("living_books_desk.index", LIBRARIAN),
    Visit("living_books_desk.offers", LIBRARIAN, of=LIVING),
    Visit("living_books_desk.take_off", LIBRARIAN, of=LIVING),
    Visit("own_living_books.show"),
    Visit("own_living_books.show", language="en"),
]


def gathering(library_id: int) -> Gathering:
    day = select(LivingDay.gathering_id).where(LivingDay.library_id == library_id)
    return session().scalars(select(Gathering).where(Gathering.id.in_(day))).one()


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    return {"book_id": lambda: _book(library_id).id}


def token(library_id: int, key: str) -> str:
    """Of a book that said yes."""
    return queries.token_of(_book(library_id), key=key)


def own_token(library_id: int, key: str) -> str:
    """Of somebody who reserved."""
    read = select(Loan.sign_up_id).where(Loan.library_id == library_id)
    first = select(SignUp).where(SignUp.id.in_(read)).order_by(SignUp.id).limit(1)
    return sign_up_queries.token_of(session().scalars(first).one(), key=key)


def _book(library_id: int) -> LivingBook:
    said_yes = (LivingBook.library_id == library_id, LivingBook.state == BookState.AGREED)
    first = select(LivingBook).where(*said_yes).order_by(LivingBook.id).limit(1)
    return session().scalars(first).one()
