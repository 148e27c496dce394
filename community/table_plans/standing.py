"""What becomes of a plan: fixed, released to everybody, and repaired on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.gatherings import hosting_queries
from community.outbox.services import owe
from community.table_plans import queries, setting_up, steps
from community.table_plans.models import Did, Rounds, State, TablePlan
from community.table_plans.rules import Hand, PlanWasChanged
from community.table_plans.steps import Step

_FROM = {
    State.PROPOSED: {State.FIXED},
    State.FIXED: {State.PROPOSED, State.RELEASED},
    State.RELEASED: {State.FIXED},
}


def stand(
    session: Session,
    library_id: int,
    gathering_id: int,
    to: State,
    hand: Hand,
    *,
    mail: bool = False,
) -> TablePlan:
    """Fix the tables, let people see them, or take that back. Twice is once."""
    plan = queries.lock(session, library_id, gathering_id)
    if plan.state is to:
        return plan
    steps.take_turn(plan, hand)
    steps.refuse_cancelled(plan.gathering)
    steps.standing(session, plan)
    if plan.state not in _FROM[to]:
        raise PlanWasChanged
    plan.state = to
    plan.released_at = hand.now if to is State.RELEASED else None
    session.flush()
    if to is State.RELEASED and mail:
        _owe_places(session, plan, hand.now)
    return plan


def _owe_places(session: Session, plan: TablePlan, now: datetime) -> None:
    """Everybody with an address hears where to look, once per plan."""
    for guest in queries.list_guests(session, plan):
        person = guest.sign_up.person if guest.sign_up else guest.person
        if guest.away or guest.seat != 1 or person is None or not person.gets_mail:
            continue
        owe(
            session,
            "table_plans/place",
            to=person.id,
            key=f"table_place:{guest.id}",
            library_id=plan.library_id,
            gathering_id=plan.gathering_id,
            guest_id=guest.id,
            now=now,
        )


@dataclass(frozen=True, slots=True)
class Repair:
    """A plan without who is not there and with who is new, as it was shown."""

    rounds: Rounds
    away: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()


def repair(
    session: Session, library_id: int, gathering_id: int, wanted: Repair, hand: Hand
) -> TablePlan:
    """Take out who is not there and seat who is new, exactly as it was shown."""
    plan = steps.turn(session, library_id, gathering_id, hand)
    step = steps.standing(session, plan)
    gathering = hosting_queries.get(session, library_id, gathering_id)
    seats = {seat.key: seat for seat in queries.list_seats(session, gathering)}
    guests = {guest.key: guest for guest in queries.list_guests(session, plan)}
    for key in sorted(wanted.added):
        if key not in guests and key in seats:
            guests[key] = setting_up.guest_of(plan, seats[key])
            session.add(guests[key])
        if key in guests:
            guests[key].away = False
    for key in wanted.away & guests.keys():
        guests[key].away = True
    here = {key for key, guest in guests.items() if not guest.away}
    if not _is_whole(wanted.rounds, here, step.rounds):
        raise PlanWasChanged
    details = {"away": sorted(wanted.away), "added": sorted(wanted.added)}
    done = Step(Did.REPAIRED, wanted.rounds, steps.still(step.locked, wanted.rounds), details)
    steps.note(session, plan, done, by_id=hand.by_id, now=hand.now)
    return plan


def _is_whole(rounds: Rounds, here: set[str], stood: Rounds) -> bool:
    """Everybody who is here once in every round, at as many tables as there were."""
    return len(rounds) == len(stood) and all(
        len(tables) == len(old) and sorted(key for keys in tables for key in keys) == sorted(here)
        for tables, old in zip(rounds, stood, strict=True)
    )
