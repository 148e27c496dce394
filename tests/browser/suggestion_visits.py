"""The pages of preferences, suggestions and invitations: which to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.invitations import queries
from community.invitations.models import Answer, Invitation
from tests.browser.visit import LIBRARIAN, RESIDENT, Visit

VISITS = [
    Visit("preferences.mine", RESIDENT),
    Visit("preferences.mine", RESIDENT, language="en"),
    Visit("suggestions.index", RESIDENT),
    Visit("suggestions.index", RESIDENT, language="en"),
    Visit("invitations.show"),
    Visit("invitations.show", language="en"),
    Visit("invitations.answer"),
    Visit("invitations.no_more"),
    Visit("invitations_desk.index", LIBRARIAN),
    Visit("invitations_desk.index", LIBRARIAN, query="waarom=houdt", language="en"),
]


def known(library_id: int, _visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses: of one who has not answered yet."""
    waiting = (
        select(Invitation)
        .where(Invitation.library_id == library_id, Invitation.answer == Answer.WAITING)
        .order_by(Invitation.id)
    )

    def invited() -> Invitation:
        return session().scalars(waiting.limit(1)).one()

    return {
        "token": lambda: queries.token_of(invited(), key=key),
        "gathering_id": lambda: invited().gathering_id,
        "answer": lambda: "ja",
    }
