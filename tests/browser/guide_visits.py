"""Help, and the tour of the desk: which pages to look at."""

from __future__ import annotations

from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("guides.index"),
    Visit("guides.index", language="en"),
    Visit("guides.show"),
    Visit("guides.show", language="en"),
    Visit("tour.show", LIBRARIAN),
    Visit("tour.show", LIBRARIAN, language="en"),
]
NO_PAGES = {"guides.picture": "a picture"}


def known():
    return {"guide": lambda: "bibliothecaris"}
