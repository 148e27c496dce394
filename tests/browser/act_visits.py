"""The page of the five acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.browser.conversation_visits import mine
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [Visit("acts.index", LIBRARIAN), Visit("acts.index", LIBRARIAN, language="en")]


def known(library_id: int, _visit: Visit, _key: str) -> Mapping[str, Callable[[], object]]:
    return {
        "library": lambda: "vechtdal",
        "gathering_id": lambda: mine(library_id).conversation.gathering_id,
    }
