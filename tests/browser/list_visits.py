"""The pages of lists that are brought in: which to look at, and what to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.imports.models import ImportRun, ImportStatus
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("imports.index", LIBRARIAN),
    Visit("imports.index", LIBRARIAN, language="en"),
    Visit("imports.show", LIBRARIAN),
    Visit("imports.show", LIBRARIAN, query="wat=new"),
    Visit("imports.undo", LIBRARIAN),
]


def known(library_id: int, visit: Visit) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    return {"run_id": lambda: the_run(library_id, visit).id}


def the_run(library_id: int, visit: Visit) -> ImportRun:
    """The one of the demo town that waits, or the one that was taken over."""
    undoes = visit.endpoint == "imports.undo"
    status = ImportStatus.APPLIED if undoes else ImportStatus.READY
    found = select(ImportRun).where(ImportRun.library_id == library_id, ImportRun.status == status)
    return session().scalars(found.order_by(ImportRun.id).limit(1)).one()
