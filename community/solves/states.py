"""What becomes of a solve while somebody works on it; every step is refused to who lost its lease.

Who takes up a solve is its next attempt: that number is what it shows. A worker that was thought
dead, and comes back, finds that the number is no longer its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.orm import Session

from community import leases
from community.db import changed_rows
from community.solves.models import Solve, SolveState

#: Who works on one says at least this often that it still does.
LEASE = timedelta(seconds=20)
#: A problem on which so many workers died is given up.
MOST_ATTEMPTS = 3
#: A plan that takes longer than this has no end.
LONGEST = timedelta(minutes=10)


def take_up(session: Session, *, now: datetime) -> Solve | None:
    """The solve that waits longest, or that its worker let fall."""
    free = or_(Solve.leased_until.is_(None), Solve.leased_until <= now)
    may_go = (Solve.ended_at.is_(None)) & (Solve.due_at <= now) & free
    solve = leases.claim_first(session, Solve, may_go, now=now, lease=LEASE)
    if solve is not None:
        solve.state, solve.progress, solve.started_at = SolveState.RUNNING, 0, now
    return solve


def is_still_wanted(
    session: Session, solve_id: int, attempt: int, share: float, *, now: datetime
) -> bool:
    """Tell how far it is, and that somebody works on it; answers whether to go on."""
    thousandths = max(0, min(1000, round(share * 1000)))
    told = update(Solve).where(_is_ours(solve_id, attempt), Solve.stop_at.is_(None))
    changed = told.values(progress=thousandths, leased_until=now + LEASE)
    return changed_rows(session, changed) == 1


def let_go(session: Session, solve: Solve, *, counts: bool) -> None:
    """Lay it down for the next worker; unless it `counts`, as if it had not been taken up."""
    laid_down = update(Solve).where(_is_ours(solve.id, solve.attempts), Solve.stop_at.is_(None))
    attempts = solve.attempts if counts else solve.attempts - 1
    changed_rows(
        session,
        laid_down.values(
            state=SolveState.WAITING, leased_until=None, progress=0, attempts=attempts
        ),
    )


def end(
    session: Session,
    solve_id: int,
    attempt: int,
    *,
    now: datetime,
    answer: dict[str, Any] | None = None,
    error: str = "",
) -> Solve | None:
    """Done with an answer, failed without; cancelled when that was asked. None: not ours any more.

    The update comes first: it waits for who is just cancelling.
    """
    ended = update(Solve).where(_is_ours(solve_id, attempt), Solve.stop_at.is_(None))
    if answer is None:  # Nobody reads its problem any more.
        ended = ended.values(state=SolveState.FAILED, error=error[:500], problem={})
    else:
        ended = ended.values(state=SolveState.DONE, answer=answer)
    ended = ended.values(ended_at=now, leased_until=None)
    if changed_rows(session, ended):
        return session.get_one(Solve, solve_id, populate_existing=True)
    stopped = update(Solve).where(_is_ours(solve_id, attempt))
    changed_rows(
        session,
        stopped.values(state=SolveState.CANCELLED, ended_at=now, leased_until=None, problem={}),
    )
    return None


def _is_ours(solve_id: int, attempt: int) -> ColumnElement[bool]:
    return (
        (Solve.id == solve_id) & (Solve.attempts == attempt) & (Solve.state == SolveState.RUNNING)
    )
