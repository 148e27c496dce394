"""A solve that somebody asked for."""

from __future__ import annotations

from community.clock import now
from community.libraries.models import Library
from community.solves.models import Solve, SolveState
from tests.factories import saved

PROBLEM = {
    "kind": "assignment",
    "people": [{"id": "a"}],
    "conversations": [{"id": "x", "capacity": 1}],
    "pairs": [["a", "x", 800]],
}


def a_solve(library: Library, kind: str = "tests", subject_id: int = 1, **fields: object) -> Solve:
    return saved(
        Solve(
            library_id=library.id,
            kind=kind,
            subject_id=subject_id,
            wanted_at=now(),
            due_at=now(),
            **{"problem": PROBLEM, "state": SolveState.WAITING, **fields},
        )
    )
