"""How somebody comes in: which pages to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.browser.visit import RESIDENT, Visit

VISITS = [
    Visit("devices.index", RESIDENT),
    Visit("devices.index", RESIDENT, language="en"),
]


def known(_library_id: int, _visit: Visit, _key: str) -> Mapping[str, Callable[[], object]]:
    return {}
