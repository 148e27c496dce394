"""The pages of introductions: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import current_app
from sqlalchemy import select

from community.db import session
from community.introductions import queries
from community.introductions.models import Introduction, Party, Side, State
from tests.browser.visit import LIBRARIAN, RESIDENT, Visit

VISITS = [
    Visit("introductions.ask", RESIDENT),
    Visit("introductions.ask", RESIDENT, language="en"),
    Visit("introductions.index", RESIDENT),
    Visit("introductions.show"),
    Visit("introductions.show", language="en"),
    Visit("introductions_desk.index", LIBRARIAN),
    Visit("introductions_desk.index", LIBRARIAN, language="en"),
    Visit("introductions_desk.running", LIBRARIAN),
    Visit("introductions_desk.show", LIBRARIAN),
]


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    first = select(Introduction.id).where(
        Introduction.library_id == library_id, Introduction.state == State.INTRODUCED
    )
    return {"introduction_id": lambda: session().scalars(first.order_by(Introduction.id)).first()}


def token(library_id: int) -> str:
    """Of one of two who both said yes: messages, contact details and what came of it."""
    asked = (
        select(Party)
        .join(Party.introduction)
        .where(
            Introduction.library_id == library_id,
            Introduction.state == State.AGREED,
            Party.side == Side.GIVER,
        )
        .order_by(Introduction.id)
    )
    key: str = current_app.config["SECRET_KEY"]
    return queries.token_of(session().scalars(asked).first(), key=key)
