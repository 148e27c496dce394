"""Turns and steps: how every change of a plan is kept apart from every other.

Whoever changes a plan holds its row and says which version they saw; the version goes up with it.
So of two at once one is told to look again, and what is released is what was seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.gatherings.hosting_rules import GatheringIsCancelled
from community.gatherings.models import Gathering
from community.table_plans import arrangement, queries
from community.table_plans.models import MOST_STEPS, Did, Rounds, TablePlan, TableStep
from community.table_plans.rules import Hand, NobodySits, PlanWasChanged


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did, and what is so from then on."""

    did: Did
    rounds: Rounds
    locked: Sequence[Sequence[Any]]
    details: Mapping[str, Any] = field(default_factory=dict)


def turn(session: Session, library_id: int, gathering_id: int, hand: Hand) -> TablePlan:
    """The plan, locked, as it was seen."""
    plan = queries.lock(session, library_id, gathering_id)
    take_turn(plan, hand)
    return plan


def take_turn(plan: TablePlan, hand: Hand) -> None:
    if plan.version != hand.seen:
        raise PlanWasChanged
    changed(plan, hand.now)


def changed(plan: TablePlan, now: datetime) -> None:
    plan.version += 1
    plan.revised_at = now


def standing(session: Session, plan: TablePlan) -> TableStep:
    step = queries.find_step(session, plan)
    if step is None:
        raise NobodySits
    return step


def note(
    session: Session, plan: TablePlan, step: Step, *, by_id: int | None, now: datetime
) -> None:
    """One further; what was undone is gone then, and what is very long ago as well."""
    number = plan.step_no + 1
    session.execute(
        delete(TableStep).where(
            TableStep.plan_id == plan.id,
            (TableStep.number >= number) | (TableStep.number <= number - MOST_STEPS),
        )
    )
    session.add(
        TableStep(
            plan_id=plan.id,
            number=number,
            library_id=plan.library_id,
            rounds=[[list(keys) for keys in tables] for tables in step.rounds],
            locked=[list(seat) for seat in step.locked],
            did=step.did,
            details=dict(step.details),
            by_id=by_id,
            made_at=now,
        )
    )
    session.flush()
    plan.step_no = number


def still(locked: Sequence[Sequence[Any]], rounds: Rounds) -> list[Sequence[Any]]:
    """Locked seats that are there in another arrangement as well."""
    spots = arrangement.where(rounds)
    return [seat for seat in locked if seat[0] < len(spots) and seat[1] in spots[seat[0]]]


def refuse_cancelled(gathering: Gathering) -> None:
    if gathering.is_cancelled:
        raise GatheringIsCancelled
