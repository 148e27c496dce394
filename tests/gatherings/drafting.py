"""What a librarian would fill in."""

from __future__ import annotations

from datetime import timedelta

from community.clock import now
from community.gatherings.drafts import GatheringDraft
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import Kind
from tests.factories import next_week, the_library

BASE_URL = "https://kring.example.org"


def a_draft(**fields: object) -> GatheringDraft:
    """A conversation next week in the first branch, unless the test says otherwise."""
    given = {
        "kind": Kind.CONVERSATION,
        "title": "Samen eten",
        "starts_at": next_week(),
        "branch_id": min(branch.id for branch in the_library().branches),
        "capacity": 20,
        **fields,
    }
    return GatheringDraft(**given)


def a_hand(by: object = None, *, later: timedelta = timedelta()) -> Hand:
    return Hand(by, BASE_URL, now() + later)
