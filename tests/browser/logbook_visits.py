"""The pages of the logbook: which to look at, and what to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.logbook.models import OutsideNote
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("logbook.note", LIBRARIAN),
    Visit("logbook.note", LIBRARIAN, language="en"),
    Visit("logbook.correct", LIBRARIAN),
    Visit("logbook_story.alive", LIBRARIAN),
    Visit("logbook_story.index", LIBRARIAN),
    Visit("logbook_story.index", LIBRARIAN, query="wat=buiten&correcties=y", language="en"),
    Visit("logbook_story.index", LIBRARIAN, query="tot=2001-01-01"),
]


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    return {"note_id": lambda: the_note(library_id)}


def the_note(library_id: int) -> int:
    found = select(OutsideNote.id).where(OutsideNote.library_id == library_id)
    return session().scalars(found.order_by(OutsideNote.id).limit(1)).one()
