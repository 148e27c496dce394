"""Asking for a solve, and cancelling it. Who asks says beforehand what becomes of an answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.db import insert_once
from community.solves import queries
from community.solves.models import Solve, SolveState

#: Called in the transaction that ends a solve; its `answer` is the engine's plan.
Done = Callable[[Session, Solve, datetime], None]

_done: dict[str, Done] = {}
_still_read: dict[str, Collection[str]] = {}


def when_done(kind: str, do: Done, *, still_reads: Collection[str] = ()) -> None:
    """Let `do(session, solve, now)` take over the answers of this kind.

    What a problem says of people is wiped then, but for what its pages still read.
    """
    _done[kind] = do
    _still_read[kind] = still_reads


def what_is_done_with(kind: str) -> Done:
    return _done[kind]


def take_over(session: Session, solve: Solve, *, now: datetime) -> None:
    """Hand its answer to who asked, and keep no more of the problem than is still read."""
    what_is_done_with(solve.kind)(session, solve, now)
    kept = _still_read.get(solve.kind, ())
    solve.problem = {key: value for key, value in solve.problem.items() if key in kept}


def ask(
    session: Session,
    library_id: int,
    *,
    kind: str,
    subject_id: int,
    problem: Mapping[str, Any],
    wanted_by_id: int | None,
    now: datetime,
) -> Solve:
    """Let the worker solve this; while it still works on the same subject, that one is given."""
    if kind not in _done:
        raise LookupError(f"nobody waits for a solve of {kind}")
    insert_once(
        session,
        Solve,
        library_id=library_id,
        kind=kind,
        subject_id=subject_id,
        problem=problem,
        state=SolveState.WAITING,
        wanted_by_id=wanted_by_id,
        wanted_at=now,
        due_at=now,
    )
    return queries.get_running(session, library_id, kind=kind, subject_id=subject_id)


def cancel(session: Session, library_id: int, solve_id: int, *, now: datetime) -> None:
    """Stop it: at once when nobody works on it yet, else as soon as its worker looks up."""
    mine = (Solve.library_id == library_id) & (Solve.id == solve_id)
    # This first: from here on nobody takes it up, or lays it down, between our two looks.
    session.execute(update(Solve).where(mine, Solve.ended_at.is_(None)).values(stop_at=now))
    session.execute(
        update(Solve)
        .where(mine, Solve.state == SolveState.WAITING)
        .values(state=SolveState.CANCELLED, ended_at=now, problem={})
    )
