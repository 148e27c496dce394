"""The pages of the plan and of metingen: which to look at, and what to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from community.db import session
from community.meetlat import metingen_queries as metingen
from community.plans import queries as plans
from tests.browser.visit import LIBRARIAN, MANAGER, Visit

VISITS = [
    Visit("meetlat.index", LIBRARIAN),
    Visit("meetlat.index", LIBRARIAN, language="en"),
    Visit("meetlat.indicator", LIBRARIAN),
    Visit("meetlat_public.choose", MANAGER),
    Visit("meetlat_public.show"),
    Visit("meetlat_public.show", language="en"),
    Visit("meetlat.indicator", LIBRARIAN, language="en"),
    Visit("metingen.beside", LIBRARIAN),
    Visit("metingen.freeze", LIBRARIAN),
    Visit("metingen.index", LIBRARIAN),
    Visit("metingen.reckon", LIBRARIAN),
    Visit("metingen.show", LIBRARIAN),
    Visit("metingen.show", LIBRARIAN, language="en"),
    Visit("plans.index", LIBRARIAN),
    Visit("plans.index", LIBRARIAN, language="en"),
    Visit("plans.new", LIBRARIAN, query="over=O3&advies=Maak een tafel vrij."),
    Visit("plans.show", LIBRARIAN),
]


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    return {
        "action_id": lambda: plans.list_open(session(), library_id)[0].id,
        "question": lambda: "O1",
        "meting_id": lambda: metingen.list_all(session(), library_id)[0].id,
        "other_id": lambda: metingen.list_all(session(), library_id)[-1].id,
    }
