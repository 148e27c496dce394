"""How somebody comes in: which pages to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.browser.visit import LIBRARIAN, MANAGER, RESIDENT, Visit
from tests.browser.visits import the_person
from tests.credentials.browsers import a_known_browser, browser_token

VISITS = [
    Visit("ages.edit", LIBRARIAN),
    Visit("erasing_desk.erase", LIBRARIAN),
    Visit("file_desk.hand_over", LIBRARIAN),
    Visit("devices.index", RESIDENT),
    Visit("devices.new"),
    Visit("devices.index", RESIDENT, language="en"),
    Visit("extra_code.index", LIBRARIAN),
    Visit("extra_code.index", RESIDENT, language="en"),
    Visit("extra_code.set_up", LIBRARIAN),
    Visit("lost_factors.reset", MANAGER),
    Visit("again.show", RESIDENT),
]


def known(_library_id: int, _visit: Visit, _key: str) -> Mapping[str, Callable[[], object]]:
    return {"token": _of_a_new_browser}


def _of_a_new_browser() -> str:
    """In the demo town nobody came in anywhere: that would be of a day, and it is of every day."""
    person_id = the_person("bibliothecaris@example.org").id
    a_known_browser(person_id)
    return browser_token(person_id)
