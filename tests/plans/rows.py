"""Something on the plan, as a row."""

from __future__ import annotations

from datetime import timedelta

from community.clock import local_day, now
from community.libraries.models import Library
from community.plans.models import Action
from tests.factories import saved, the_library

TODAY = local_day(now())


def an_action(what: str = "Een open tafel per maand", **fields: object) -> Action:
    """To be ready in a month, made today; `days` says in how many days instead."""
    library = fields.pop("library", None) or the_library()
    assert isinstance(library, Library)
    days = fields.pop("days", 30)
    assert isinstance(days, int)
    given = {
        "subject": "O3",
        "who": "Sanne",
        "due_on": TODAY + timedelta(days=days),
        "made_on": TODAY,
        "changed_at": now(),
        **fields,
    }
    return saved(Action(library_id=library.id, what=what, **given))
