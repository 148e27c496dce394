"""The pages of the self-assessment: which to look at, and what to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from community.db import session
from community.self_assessment import queries
from community.self_assessment.models import AssessmentRound
from tests.browser.visit import LIBRARIAN, Visit
from tests.self_assessment.asking import a_round, slips

VISITS = [
    Visit("self_assessment.index", LIBRARIAN),
    Visit("self_assessment.invite", LIBRARIAN),
    Visit("self_assessment.new", LIBRARIAN),
    Visit("self_assessment.show", LIBRARIAN),
    Visit("self_assessment.slips", LIBRARIAN),
    Visit("self_assessment_outcome.show", LIBRARIAN, query="alles=1"),
    Visit("self_assessment_outcome.show", LIBRARIAN, language="en"),
    Visit("self_assessment_answer.answer"),
    Visit("self_assessment_answer.answer", language="en"),
    Visit("self_assessment_answer.find"),
    Visit("self_assessment_answer.hand_in"),
    Visit("self_assessment_answer.start"),
    Visit("self_assessment_answer.thanks"),
]


def known(library_id: int, visit: Visit) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    return {"round_id": lambda: the_round(library_id, visit).id, "page": lambda: 1}


def token(library_id: int) -> str:
    """A slip that nobody has used."""
    return slips(the_open(library_id))[0]


def the_round(library_id: int, visit: Visit) -> AssessmentRound:
    """The one of the demo town whose outcome was seen, or one that is open."""
    if visit.endpoint != "self_assessment_outcome.show":
        return the_open(library_id)
    return next(each for each in queries.list_rounds(session(), library_id) if each.revealed_at)


def the_open(library_id: int) -> AssessmentRound:
    """The first town has no round that is open, until somebody wants to look at one."""
    return queries.find_open(session(), library_id) or a_round(name="Voorjaar 2027")
