"""The pages of files that leave the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from community.db import session
from community.libraries.models import Library
from tests.browser.visit import LIBRARIAN, MANAGER, Visit
from tests.exports.files import a_file

VISITS = [
    Visit("exports.everything", MANAGER),
    Visit("exports.index", LIBRARIAN),
    Visit("exports.show", LIBRARIAN),
]

NO_PAGES = {
    "exports.of_gathering": "a table to download",
    "exports.download": "a table to download",
}


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for the variables of these addresses."""
    return {"export_id": lambda: a_file(session().get_one(Library, library_id)).id}
