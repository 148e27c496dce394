"""Undoing what a list brought and changed, as far as nobody touched it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.gatherings import drafts
from community.gatherings.drafts import LONGEST, GatheringDraft
from community.gatherings.hosting_queries import list_signed_up
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering, GatheringStatus
from community.imports import applying, judging, planning, queries, staging
from community.imports.judging import Judge
from community.imports.models import Imported, ImportRow, ImportRun, ImportStatus, Outcome
from community.imports.planning import Plan, Progress
from community.plain import to_plain
from community.words import N_

TOUCHED = N_("Somebody changed it since.")
HAS_PEOPLE = N_("People have signed up.")
IS_OVER = N_("It has begun, or it is over.")
STAYS_CANCELLED = N_("It was cancelled, and people have been told.")


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """What undoing does not touch, and why."""

    gathering: Gathering
    why: str


def ask(session: Session, library_id: int, run_id: int) -> ImportRun:
    """Have it undone. Doing so twice changes nothing."""
    run = queries.lock_run(session, library_id, run_id)
    if run.status is ImportStatus.APPLIED:
        run.status, run.staged = ImportStatus.UNDOING, 0
    return run


def take_up(session: Session, library_id: int, run_id: int, now: datetime) -> bool:
    """Keep others from it while it is worked out; False: there is nothing to do now."""
    run = queries.lock_run(session, library_id, run_id)
    return staging.claim(run, ImportStatus.UNDOING, now)


def plan(
    session: Session,
    library_id: int,
    run_id: int,
    hand: Hand,
    progress: Progress = lambda _done: None,
) -> Plan:
    """Work out what undoing it comes to.

    What was new goes; what was changed becomes what it was, and people hear of that as always.
    """
    run = queries.get_run(session, library_id, run_id)
    made = Plan(planning.basis(session, run))
    judge, after, done = None, 0, 0
    while rows := queries.list_applied(session, run, after=after, most=staging.BATCH):
        judge = judging.judge_of(session, run, now=hand.now, after=judge)
        looked_at = [
            (row, known)
            for row, known, why in _looked_at(session, run, rows, hand.now)
            if known is not None and why is None
        ]
        _plan_batch(session, judge, made, hand, looked_at)
        after, done = rows[-1].position, done + len(rows)
        progress(done)
    return made


def take_back(session: Session, library_id: int, run_id: int, plan: Plan, hand: Hand) -> bool:
    """Undo all of it; False: something changed since it was worked out, so nothing is done."""
    run = queries.lock_run(session, library_id, run_id)
    if run.status is not ImportStatus.UNDOING:
        return True
    if not applying.holds(session, run, plan):
        return False
    applying.write(session, run, plan, hand)
    run = queries.lock_run(session, library_id, run_id)
    run.status, run.undone_at, run.busy_until = ImportStatus.UNDONE, hand.now, None
    session.flush()
    return True


def take_back_as_it_stands(session: Session, library_id: int, run_id: int, hand: Hand) -> None:
    """Work it out and undo it in one go, while others wait: as `apply_as_it_stands`."""
    queries.lock_run(session, library_id, run_id).busy_until = None
    take_back(session, library_id, run_id, plan(session, library_id, run_id, hand), hand)


def would_leave(session: Session, run: ImportRun, *, now: datetime) -> list[LeftAlone]:
    """What undoing it now would not touch."""
    rows = queries.list_applied(session, run)
    looked_at = _looked_at(session, run, rows, now)
    return [
        LeftAlone(row.gathering, why) for row, _known, why in looked_at if why and row.gathering
    ]


def _looked_at(
    session: Session, run: ImportRun, rows: Sequence[ImportRow], now: datetime
) -> list[tuple[ImportRow, Imported | None, str | None]]:
    """Each row with what is known of it, and why it is not undone."""
    keys = [row.key for row in rows]
    known = queries.list_known(session, run.library_id, run.source_id, keys)
    ids = [row.gathering_id for row in rows if row.gathering_id]
    with_people = list_signed_up(session, ids)
    return [
        (row, known.get(row.key), _why_not(row, known.get(row.key), with_people, now))
        for row in rows
    ]


def _plan_batch(
    session: Session,
    judge: Judge,
    made: Plan,
    hand: Hand,
    looked_at: Sequence[tuple[ImportRow, Imported]],
) -> None:
    changed = [(row, known, _as_it_was(row, known)) for row, known in looked_at]
    judge.rooms.look_up([
        (was.room_id, was.starts_at, was.ends_at or was.starts_at + LONGEST)
        for _row, _known, was in changed
        if was is not None and was.room_id is not None
    ])  # fmt: skip
    many = planning.many_of(session, judge, made, hand, [known for _row, known in looked_at])
    for row, known, was in changed:
        gathering = known.gathering
        if row.outcome is Outcome.NEW and gathering is not None:
            many.discard(gathering)
            made.forgotten.append(known.id)
        elif was is not None and gathering is not None:
            problems, complete = judge.held_against_rules(was, gathering)
            if problems or complete is None:  # It stays as it is, and the row says why.
                made.rows.append({"which": row.id, "problems": staging.kept(problems)})
                continue
            judge.rooms.promise(complete, gathering)
            many.edit(gathering, complete)
            said = replace(known.said, **_fields(row))
            made.known.append({"which": known.id, "draft": to_plain(said), "written_at": hand.now})
        made.rows.append({"which": row.id, "is_done": False})


def _as_it_was(row: ImportRow, known: Imported) -> GatheringDraft | None:
    """What the gathering would be again, of a row that changed it."""
    if row.outcome is not Outcome.CHANGED or row.was is None or known.gathering is None:
        return None
    return replace(drafts.draft_of(known.gathering), **_fields(row))


def _fields(row: ImportRow) -> dict[str, Any]:
    """What the row changed, as it was before."""
    return {name: getattr(row.was, name) for name in row.changes}


def _why_not(
    row: ImportRow, known: Imported | None, with_people: set[int], now: datetime
) -> str | None:
    """Why a row is not undone; None: it is, or there is nothing left to undo."""
    gathering = row.gathering
    if gathering is None or known is None:
        return None
    if row.outcome is Outcome.CANCELLED:
        return STAYS_CANCELLED
    if gathering.revised_at != known.written_at:
        return TOUCHED
    if gathering.has_begun(now) and gathering.status is not GatheringStatus.DRAFT:
        return IS_OVER
    if row.outcome is Outcome.NEW and gathering.id in with_people:
        return HAS_PEOPLE
    return None
