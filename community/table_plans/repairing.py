"""A plan for who is really there, with as few people moved as can be: worked out to be looked at.

Nothing is written here; what was shown is applied by `standing.repair`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from community.gatherings.models import Gathering
from community.matching.engine.tables.solving import solve
from community.matching.engine.tables.sound import check
from community.matching.engine.wrong import WrongProblem
from community.table_plans import arrangement, problem, proposing, queries, setting_up, steps
from community.table_plans import weighing as weights
from community.table_plans.models import Rounds, TableGuest, TablePlan
from community.table_plans.rules import LocksClash, NobodyComes
from community.table_plans.weighing import Effect


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody about whom the plan is not up to date, and whether that is most likely so."""

    key: str
    guest: TableGuest
    likely: bool
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the plan becomes: who sits where, who moves, and what that does."""

    rounds: Rounds
    #: Key, round, from which table, to which; of who stays.
    moves: Sequence[tuple[str, int, int | None, int | None]]
    effect: Effect
    moved: int
    #: What of the set-up does not hold then, such as a table without its host.
    faults: Sequence[tuple[str, ...]] = ()

    @property
    def gone(self) -> list[str]:
        return sorted({key for key, _number, _was, will in self.moves if will is None})

    @property
    def new(self) -> dict[str, list[int]]:
        """At which tables who comes in sits, round by round."""
        found: dict[str, list[int]] = {}
        for key, _number, was, will in self.moves:
            if was is None and will is not None:
                found.setdefault(key, []).append(will)
        return found

    @property
    def others(self) -> list[tuple[str, int, int, int]]:
        """Who changes tables although nothing is the matter with them."""
        return [
            (key, number, was, will)
            for key, number, was, will in self.moves
            if was is not None and will is not None
        ]


def lists(
    session: Session, plan: TablePlan, gathering: Gathering, *, began: bool
) -> tuple[list[Who], list[Who]]:
    """Who may have to go out, and who may have to come in."""
    seats = {seat.key: seat for seat in queries.list_seats(session, gathering)}
    guests = {guest.key: guest for guest in queries.list_guests(session, plan)}
    # As long as nobody is checked in, nobody is missed.
    counts = began and any(seat.here for seat in seats.values() if not seat.is_host)
    out = [
        Who(key, guest, likely=True, has_left=key not in seats)
        for key, guest in guests.items()
        if not guest.away and (key not in seats or (counts and not seats[key].here))
    ]
    into = [
        Who(key, guests.get(key) or setting_up.guest_of(plan, seat), likely=seat.here or not began)
        for key, seat in seats.items()
        if key not in guests or guests[key].away
    ]
    return out, into


def look(session: Session, plan: TablePlan, away: Collection[str], into: Sequence[Who]) -> Outlook:
    """The plan without `away` and with `into`."""
    step = steps.standing(session, plan)
    table = proposing.table_of(session, plan)
    before = arrangement.only(step.rounds, table.keys)
    there = [guest for guest in table.guests if guest.key not in away]
    here = [*there, *(who.guest for who in into)]
    if not here:
        raise NobodyComes
    keys = {guest.key for guest in here}
    wanted = [
        wish
        for wish in table.wishes
        if wish.first in keys and (not wish.second or wish.second in keys)
    ]
    after = replace(table, guests=here, wishes=wanted)
    asked = problem.repair_of(after, before, step)
    try:
        check(asked)
    except WrongProblem:
        raise LocksClash from None
    rounds = solve(asked).rounds
    weigh = weights.scales(replace(asked, previous=None, walk_ins=()), wanted, after.speaks)
    moves = list(arrangement.moves(before, rounds))
    will_be = weigh(rounds)
    return Outlook(
        rounds,
        moves,
        weights.effect(proposing.scales_of(table, before)(before), will_be),
        len({key for key, _number, was, will in moves if was is not None and will is not None}),
        sorted(will_be.faults),
    )
