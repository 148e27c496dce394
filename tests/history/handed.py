"""A list that was handed in, and what came of it."""

from __future__ import annotations

from community.clock import now
from community.history.models import PastImport, State
from community.libraries.models import Library
from tests.factories import saved


def a_handed_in_list(library: Library) -> PastImport:
    """Refused, for two mistakes."""
    flaws = [
        ["gatherings", 12, "branch", "There is no branch ‘%(name)s’. Write it as in the settings.",
         {"name": "Parijs"}],
        ["check_ins", 3, "person", "Fill this in.", {}],
    ]  # fmt: skip
    return saved(
        PastImport(
            library_id=library.id, name="vroeger.csv", state=State.REFUSED, made_at=now(),
            finished_at=now(), flaws=flaws, flaw_count=2,
        )
    )  # fmt: skip
