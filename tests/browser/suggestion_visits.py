"""The pages of preferences, suggestions and invitations: which to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.browser.visit import RESIDENT, Visit

VISITS = [
    Visit("preferences.mine", RESIDENT),
    Visit("preferences.mine", RESIDENT, language="en"),
    Visit("suggestions.index", RESIDENT),
    Visit("suggestions.index", RESIDENT, language="en"),
]


def known(_library_id: int, _visit: Visit, _key: str) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    return {}
