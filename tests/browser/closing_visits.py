"""The pages around the end of a gathering: rounding off, tally cards, pulses and paper."""

from __future__ import annotations

from community.clock import now
from community.db import transaction
from community.gatherings.models import Gathering
from community.pulse import services as pulse
from tests.browser.visit import LIBRARIAN, MANAGER, Visit

VISITS = [
    Visit("closing.close", LIBRARIAN, of="closed"),
    Visit("closing.close", LIBRARIAN, of="over"),
    Visit("lots.settings", MANAGER),
    Visit("paper.badges", LIBRARIAN),
    Visit("paper.door_list", LIBRARIAN),
    Visit("paper.index", LIBRARIAN),
    Visit("paper.poster", LIBRARIAN),
    Visit("paper.poster", LIBRARIAN, query="maat=a3"),
    Visit("paper.pulse_by_hand", LIBRARIAN),
    Visit("paper.pulse_slips", LIBRARIAN),
    Visit("paper.tally_cards", LIBRARIAN),
    Visit("pulse.count", LIBRARIAN, of="closed"),
    Visit("pulse_answer.answer", of="now"),
    Visit("pulse_answer.find"),
    Visit("pulse_answer.thanks"),
    Visit("tally.enter", LIBRARIAN, of="closed"),
    Visit("tally.wipe", LIBRARIAN, of="closed"),
    Visit("tally_door.card", of="now"),
    Visit("tally_door.card", of="now", query="klaar=1"),
]


def code(gathering: Gathering, key: str) -> str:
    """A slip for an exit pulse."""
    with transaction() as tx:
        made = pulse.make_codes(tx, gathering.library_id, gathering.id, 1, key=key, now=now())
    return made[0]
