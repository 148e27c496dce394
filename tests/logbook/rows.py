"""Rows of the log for tests to read."""

from __future__ import annotations

from datetime import datetime

from community.activity.services import record
from community.activity.verbs import CARRIES, Verb
from community.clock import now
from community.db import transaction
from community.gatherings.models import Gathering
from tests.factories import the_library

#: What the details of a verb say when a test says nothing.
SAID = {
    "text": "Vraag naar DigiD.", "where": "visit", "initiator": "resident", "kind": "visit",
    "team": 1, "what": "gathering",
}  # fmt: skip


def happened(verb: Verb, *, of: Gathering | None = None, at: datetime | None = None, **fields):
    """One row, with what its verb must carry."""
    details = {name: SAID.get(name) for name in CARRIES[verb].details}
    given = {
        "library_id": of.library_id if of else the_library().id,
        "gathering_id": of.id if of else None,
        "branch_id": of.branch_id if of else None,
        "happened_at": at or now(),
        "counted_as": "resident",
        **fields,
        "details": {**details, **fields.get("details", {})},
    }
    with transaction() as tx:
        return record(tx, verb, now=at or now(), **given)


def arrived(of: Gathering, how_many: int, **said):
    for _each in range(how_many):
        happened(Verb.ATTENDANCE_CHECKED_IN, of=of, details=said)
