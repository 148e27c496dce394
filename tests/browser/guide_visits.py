"""Help, the tour of the desk, and no network: which pages to look at."""

from __future__ import annotations

from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("installing.offline"),
    Visit("guides.index"),
    Visit("guides.index", language="en"),
    Visit("guides.show"),
    Visit("guides.show", language="en"),
    Visit("tour.show", LIBRARIAN),
    Visit("tour.show", LIBRARIAN, language="en"),
]
NO_PAGES = {
    "guides.picture": "a picture",
    "installing.manifest": "for telephones",
    "installing.worker": "a script",
}


def known():
    return {"guide": lambda: "bibliothecaris", "number": lambda: 1}
