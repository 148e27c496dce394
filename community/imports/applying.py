"""Taking a list over into the agenda: one transaction, everything or nothing.

All that could be looked up and worked out was, before (`planning`). Here it is only asked whether
that still holds, under the locks of what it touches, and written by one set of statements: who
signs up meanwhile waits for that, and no longer.
"""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from community import numbering
from community.db import table_of
from community.errors import DomainError
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering
from community.imports import planning, queries, staging
from community.imports.models import Imported, ImportRow, ImportRun, ImportStatus, Outcome
from community.imports.planning import Plan
from community.initiatives.models import Initiation
from community.partners.models import Partnership
from community.words import N_

_row, _known = table_of(ImportRow), table_of(Imported)


class NotReady(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This list is still being read. Wait until it is done."))


def ask(session: Session, library_id: int, run_id: int) -> ImportRun:
    """Have it taken over. Doing so twice changes nothing."""
    run = queries.lock_run(session, library_id, run_id)
    if run.status is ImportStatus.READING:
        raise NotReady
    if run.status is ImportStatus.READY:
        run.status, run.staged = ImportStatus.APPLYING, 0
    return run


def take_up(session: Session, library_id: int, run_id: int, hand: Hand) -> list[int] | None:
    """Keep others from it while it is worked out: numbers for what it brings; None: not now."""
    run = queries.lock_run(session, library_id, run_id)
    if not staging.claim(run, ImportStatus.APPLYING, hand.now):
        return None
    return numbering.take(session, Gathering, queries.count_to_make(session, run))


def apply(session: Session, library_id: int, run_id: int, plan: Plan, hand: Hand) -> bool:
    """Take all of it over; False: something changed since it was worked out, so nothing is done.

    Doing so twice changes nothing.
    """
    run = queries.lock_run(session, library_id, run_id)
    if run.status is not ImportStatus.APPLYING:
        return True
    if not holds(session, run, plan):
        return False
    write(session, run, plan, hand)
    run = queries.lock_run(session, library_id, run_id)
    run.status, run.applied_at, run.busy_until = ImportStatus.APPLIED, hand.now, None
    session.flush()
    return True


def apply_as_it_stands(session: Session, library_id: int, run_id: int, hand: Hand) -> None:
    """Work it out and take it over in one go, while others wait: when it was overtaken too often.

    If that happens once more, it is for who comes next.
    """
    run = queries.lock_run(session, library_id, run_id)
    run.busy_until = None
    numbers = numbering.take(session, Gathering, queries.count_to_make(session, run))
    if plan := planning.plan(session, library_id, run_id, hand, numbers):
        apply(session, library_id, run_id, plan, hand)


def holds(session: Session, run: ImportRun, plan: Plan) -> bool:
    """Lock what a plan touches, and say whether all is as it was when it was made."""
    is_the_same = planning.basis(session, run) == plan.basis
    return is_the_same and plan.writes.hold(session, run.library_id)


def write(session: Session, run: ImportRun, plan: Plan, hand: Hand) -> None:
    run_id, source_id = run.id, run.source_id
    numbers = plan.writes.write(session, run.library_id, now=hand.now)
    _write_beside(session, plan, numbers)
    _remember(session, run_id, source_id, plan, hand)
    session.expire_all()


def _write_beside(session: Session, plan: Plan, numbers: list[int]) -> None:
    """The partner of the list, at each that it brings."""
    joint = [{**row, "activity_id": numbers[place]} for place, row in plan.partnerships]
    if joint:
        session.execute(insert(table_of(Partnership)), joint)
        session.execute(insert(table_of(Initiation)), plan.initiations)


def _remember(session: Session, run_id: int, source_id: int, plan: Plan, hand: Hand) -> None:
    """What became of each row, and what the list brought, to know it by the next time."""
    staging.note_all(session, plan.rows)
    if plan.writes.made:
        brought = (
            select(
                *(_row.c.library_id, literal(source_id), _row.c.key, _row.c.gathering_id),
                *(_row.c.draft, literal(hand.now, _known.c.written_at.type)),
            )
            .where(_row.c.run_id == run_id, _row.c.is_done, _row.c.outcome == Outcome.NEW)
            .order_by(_row.c.position)
        )
        names = ["library_id", "source_id", "key", "gathering_id", "draft", "written_at"]
        session.execute(insert(_known).from_select(names, brought))
    if plan.known:
        session.execute(update(_known).where(_known.c.id == bindparam("which")), plan.known)
    if plan.forgotten:
        gone = [{"which": number} for number in plan.forgotten]
        session.execute(delete(_known).where(_known.c.id == bindparam("which")), gone)
