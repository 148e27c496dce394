"""The pages of promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.promises import queries
from community.promises.models import OPEN, Promise, Who
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("promises.agree", of="asked"),
    Visit("promises.answer"),
    Visit("promises.deny"),
    Visit("promises.reword"),
    Visit("promises.show"),
    Visit("promises.show", of="asked", language="en"),
    Visit("promises_desk.index", LIBRARIAN),
    Visit("promises_desk.index", LIBRARIAN, query="stand=te-laat", language="en"),
    Visit("promises_desk.make", LIBRARIAN),
    Visit("promises_desk.show", LIBRARIAN),
]


def known(library_id: int, visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    promise = the_promise(library_id, agreed=visit.of != "asked")
    return {
        "library": lambda: "vechtdal",
        "gathering_id": lambda: promise.gathering_id,
        "promise_id": lambda: promise.id,
        "stand": lambda: "bezig",
        "token": lambda: queries.token_of(promise, key=key),
    }


def the_promise(library_id: int, *, agreed: bool) -> Promise:
    """Of a person, still to be done."""
    of = select(Promise).where(
        Promise.library_id == library_id,
        Promise.who == Who.PERSON,
        Promise.state.in_(OPEN),
        Promise.agreed_at.is_not(None) if agreed else Promise.agreed_at.is_(None),
    )
    return session().scalars(of.order_by(Promise.id).limit(1)).one()
