"""The pages about themes and terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.topics.models import Term
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("topics.index", LIBRARIAN),
    Visit("topics.index", LIBRARIAN, language="en"),
    Visit("topics.index", LIBRARIAN, query="thema=koken-voeding"),
    Visit("topics.index", LIBRARIAN, query="q=eenhoorn"),
    Visit("topics.new", LIBRARIAN),
    Visit("topics.edit", LIBRARIAN),
    Visit("topic_merging.look", LIBRARIAN),
    Visit("topic_merging.look", LIBRARIAN, query="met=koken"),
]


def known(library_id: int, _visit: Visit, _key: str) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    baking = select(Term.id).where(Term.library_id == library_id, Term.label == "bakken")
    return {"term_id": lambda: session().scalars(baking).one()}
