"""The page of the five acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import func, select

from community.conversations.models import Conversation
from community.db import session
from tests.browser.conversation_visits import mine
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("acts.index", LIBRARIAN),
    Visit("acts.index", LIBRARIAN, of="a theme", language="en"),
]


def known(library_id: int, visit: Visit, _key: str) -> Mapping[str, Callable[[], object]]:
    if visit.of == "a theme":
        return {
            "library": lambda: "vechtdal",
            "anchor": lambda: "thema",
            "anchor_id": lambda: session().scalars(select(func.min(Conversation.theme_id))).one(),
        }
    return {
        "library": lambda: "vechtdal",
        "anchor": lambda: "activiteit",
        "anchor_id": lambda: mine(library_id).conversation.gathering_id,
    }
