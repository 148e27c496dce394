"""The pages of files that leave the house, and of lists that come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from community.db import session
from community.libraries.models import Library
from tests.browser import guide_visits, report_visits
from tests.browser.visit import LIBRARIAN, MANAGER, Visit
from tests.exports.files import a_file
from tests.history.handed import a_handed_in_list

VISITS = [
    *guide_visits.VISITS,
    *report_visits.VISITS,
    Visit("exports.everything", MANAGER),
    Visit("exports.index", LIBRARIAN),
    Visit("exports.show", LIBRARIAN),
    Visit("history.index", LIBRARIAN),
    Visit("history.show", LIBRARIAN),
]

NO_PAGES = {
    **guide_visits.NO_PAGES,
    **report_visits.NO_PAGES,
    "exports.of_gathering": "a table to download",
    "exports.download": "a table to download",
    "rights.file": "everything about one person, to download",
    "history.example": "a table to download",
}


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for the variables of these addresses."""
    library = session().get_one(Library, library_id)
    return {
        **guide_visits.known(),
        **report_visits.known(library),
        "export_id": lambda: a_file(library).id,
        "import_id": lambda: a_handed_in_list(library).id,
    }
