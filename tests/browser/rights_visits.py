"""What is known of me, and having it erased: which pages to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.browser.visit import RESIDENT, Visit

VISITS = [
    Visit("rights.index", RESIDENT),
    Visit("rights.erase", RESIDENT),
    Visit("rights.erase", RESIDENT, language="en"),
]


def known(_library_id: int, _visit: Visit, _key: str) -> Mapping[str, Callable[[], object]]:
    return {}
