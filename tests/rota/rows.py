"""The rota as it stands after the fact: rows, not verbs."""

from __future__ import annotations

from community.gatherings.models import Gathering
from community.rota.models import Shift
from tests.factories import saved


def a_shift(gathering: Gathering, task: str = "Koffie", needed: int = 1) -> Shift:
    return saved(
        Shift(
            library_id=gathering.library_id,
            gathering_id=gathering.id,
            task=task,
            needed=needed,
            taken=0,
        )
    )
