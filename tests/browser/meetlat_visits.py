"""The pages of the rooms around the meetlat. Another such room: name it in ROOMS."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.browser import logbook_visits, meting_visits

ROOMS = (logbook_visits, meting_visits)
VISITS = [visit for room in ROOMS for visit in room.VISITS]


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    return {name: each for room in ROOMS for name, each in room.known(library_id).items()}
