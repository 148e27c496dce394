"""The pages of match rounds: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.clock import now
from community.db import session, transaction
from community.match_rounds import planning, queries
from community.match_rounds.models import MatchRound, Participant
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("match_people.choose", LIBRARIAN),
    Visit("match_people.move", LIBRARIAN),
    Visit("match_rounds.index", LIBRARIAN),
    Visit("match_rounds.new", LIBRARIAN),
    Visit("match_rounds.show", LIBRARIAN),
    Visit("own_wishes.show"),
    Visit("own_wishes.show", language="en"),
]


def known(library_id: int, visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    """The round that was published, or one with a plan; and the link of who can still choose."""
    is_open = visit.endpoint.startswith("match_people.")
    return {
        "match_id": lambda: _round(library_id, published=not is_open).id,
        "participant_id": lambda: _planned(library_id),
        "token": lambda: _token(library_id, key),
    }


def _planned(library_id: int) -> int:
    """Somebody who chose, in the open round, for which there is a plan from now on."""
    with transaction() as tx:
        found = tx.get_one(MatchRound, _round(library_id, published=False).id)
        problem = planning.problem_of(tx, found, now=now())
        found.plan = {"proven": True, "closed": [], "problem": problem}
    return int(problem["people"][0]["id"])


def _token(library_id: int, key: str) -> str:
    found = _round(library_id, published=False)
    first = select(Participant).where(Participant.round_id == found.id).order_by(Participant.id)
    return queries.token_of(session().scalars(first.limit(1)).one(), key=key)


def _round(library_id: int, *, published: bool) -> MatchRound:
    rounds = [row for row, _asked, _answered in queries.list_rounds(session(), library_id)]
    return next(each for each in rounds if bool(each.published_at) == published)
