"""Pages of rooms that say themselves what is filled in in their addresses.

A room has a module with its VISITS and `known(library_id, visit, key)`, asked for its own visits
alone: what it says there comes before what the town says, so also for `gathering_id` and `token`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.browser import (
    act_visits,
    conversation_visits,
    credential_visits,
    format_visits,
    harvest_visits,
    living_visits,
    match_visits,
    promise_visits,
    rights_visits,
    suggestion_visits,
    table_visits,
    tafel_visits,
    topic_visits,
)
from tests.browser.visit import Visit

ROOMS = (
    act_visits,
    conversation_visits,
    credential_visits,
    format_visits,
    harvest_visits,
    living_visits,
    match_visits,
    promise_visits,
    rights_visits,
    suggestion_visits,
    table_visits,
    tafel_visits,
    topic_visits,
)

VISITS = [visit for room in ROOMS for visit in room.VISITS]


#: Addresses of which there is nothing to see by itself.
NO_PAGES = {
    "passkeys.challenge": "for a script",
    "passkeys.options": "for a script",
    "passkeys.rename": "one field, of a passkey that only a device makes",
    "extra_code.ask": "for a browser that is half open; in the journey of the passkey",
}


def known(library_id: int, visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    for room in ROOMS:
        if any(replace(each, language=visit.language) == visit for each in room.VISITS):
            return room.known(library_id, visit, key)
    return {}
