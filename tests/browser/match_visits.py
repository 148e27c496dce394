"""The pages of match rounds: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.match_rounds import queries
from community.match_rounds.models import MatchRound, Participant
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("match_rounds.index", LIBRARIAN),
    Visit("match_rounds.new", LIBRARIAN),
    Visit("match_rounds.show", LIBRARIAN),
    Visit("own_wishes.show"),
    Visit("own_wishes.show", language="en"),
]


def known(library_id: int, _visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    """The round that was published; and the link of somebody who can still choose."""
    return {
        "match_id": lambda: _round(library_id, published=True).id,
        "token": lambda: _token(library_id, key),
    }


def _token(library_id: int, key: str) -> str:
    found = _round(library_id, published=False)
    first = select(Participant).where(Participant.round_id == found.id).order_by(Participant.id)
    return queries.token_of(session().scalars(first.limit(1)).one(), key=key)


def _round(library_id: int, *, published: bool) -> MatchRound:
    rounds = [row for row, _asked, _answered in queries.list_rounds(session(), library_id)]
    return next(each for each in rounds if bool(each.published_at) == published)
