"""Changing a plan by hand: every change is a step that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from community.table_plans import arrangement, queries, steps
from community.table_plans.models import Did, Rounds, TablePlan
from community.table_plans.rules import Hand, NotThere, PlanWasChanged, SeatIsLocked
from community.table_plans.steps import Step


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in one round, counted from 0."""

    round: int
    who: str


def swap(
    session: Session, library_id: int, gathering_id: int, seat: Seat, other: str, hand: Hand
) -> TablePlan:
    """Two change seats in one round."""
    details = {"round": seat.round, "who": seat.who, "with": other}

    def change(rounds: Rounds) -> Rounds:
        if not {seat.who, other} <= _at(rounds, seat.round).keys():
            raise NotThere
        return arrangement.swapped(rounds, seat.round, seat.who, other)

    plan = queries.lock(session, library_id, gathering_id)
    return _change(session, plan, Did.SWAPPED, details, change, hand)


def move(
    session: Session, library_id: int, gathering_id: int, seat: Seat, to: int, hand: Hand
) -> TablePlan:
    """One goes to another table in one round, also when it grows too full: that is then named."""
    details = {"round": seat.round, "who": seat.who, "table": to}

    def change(rounds: Rounds) -> Rounds:
        if seat.who not in _at(rounds, seat.round) or not 0 <= to < len(rounds[seat.round]):
            raise NotThere
        return arrangement.moved(rounds, seat.round, seat.who, to)

    plan = queries.lock(session, library_id, gathering_id)
    return _change(session, plan, Did.MOVED, details, change, hand)


def lock(
    session: Session, library_id: int, gathering_id: int, seat: Seat, hand: Hand, *, locked: bool
) -> TablePlan:
    """Let a seat stay as it is, whatever is divided anew; or let it go again."""
    plan = queries.lock(session, library_id, gathering_id)
    step = steps.standing(session, plan)
    seats = _locked(step.locked)
    if ((seat.round, seat.who) in seats) is locked:
        return plan
    steps.take_turn(plan, hand)
    if seat.who not in _at(step.rounds, seat.round):
        raise NotThere
    left = seats ^ {(seat.round, seat.who)}
    did, details = Did.LOCKED if locked else Did.UNLOCKED, {"round": seat.round, "who": seat.who}
    done = Step(did, step.rounds, sorted(left), details)
    steps.note(session, plan, done, by_id=hand.by_id, now=hand.now)
    return plan


def undo(session: Session, library_id: int, gathering_id: int, to: int, hand: Hand) -> TablePlan:
    """Go back to an earlier step; the next change begins from there."""
    plan = steps.turn(session, library_id, gathering_id, hand)
    if to not in {step.number for step in queries.list_steps(session, plan)}:
        raise PlanWasChanged
    plan.step_no = to
    return plan


def _change(
    session: Session,
    plan: TablePlan,
    did: Did,
    details: Mapping[str, Any],
    change: Callable[[Rounds], Rounds],
    hand: Hand,
) -> TablePlan:
    step = steps.standing(session, plan)
    if plan.version == hand.seen + 1 and (step.did, step.details) == (did, details):
        return plan  # The same press, sent twice.
    steps.take_turn(plan, hand)
    held = {key for number, key in step.locked if number == details["round"]}
    if held & {details["who"], details.get("with")}:
        raise SeatIsLocked
    done = Step(did, change(step.rounds), step.locked, details)
    steps.note(session, plan, done, by_id=hand.by_id, now=hand.now)
    return plan


def _locked(seats: Sequence[Sequence[Any]]) -> set[tuple[int, str]]:
    return {(number, key) for number, key in seats}


def _at(rounds: Rounds, number: int) -> Mapping[str, int]:
    return arrangement.where(rounds)[number] if 0 <= number < len(rounds) else {}
