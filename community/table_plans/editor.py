"""The page of a table plan, put together: what stands where, what holds, what a swap would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.orm import Session

from community.gatherings.models import Gathering
from community.solves import queries as solves
from community.solves.models import Solve, SolveState
from community.table_plans import arrangement, drawing, naming, proposing, queries
from community.table_plans import weighing as weights
from community.table_plans.by_hand import Seat
from community.table_plans.models import Did, Rounds, TableGuest, TablePlan, TableStep, WishKind
from community.table_plans.problem import Table
from community.table_plans.weighing import Effect, Mend, Weigh, Weighed
from community.table_plans.wishes import Standing, Wish

#: So many broken wishes are looked at for a swap that mends them.
MOST_MENDED = 5
#: So many swaps are offered for somebody who is picked up.
MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody at a table in one round."""

    key: str
    name: str
    kind: str  #: host, wish, miss, held, locked or plain: how the seat is drawn.
    is_host: bool = False
    wished: bool = False
    missed: bool = False
    locked: bool = False
    effect: Effect | None = None  #: Of changing seats with who is picked up.


@dataclass(frozen=True, slots=True)
class Cell:
    """One table in one round."""

    names: Sequence[Name]
    drawing: Markup
    has_held: bool

    @property
    def left(self) -> Sequence[Name]:
        return self.names[: (len(self.names) + 1) // 2]

    @property
    def right(self) -> Sequence[Name]:
        return self.names[(len(self.names) + 1) // 2 :]


@dataclass(frozen=True, slots=True)
class Row:
    hosts: Sequence[str]  #: Who stay at this table all rounds.
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class News:
    """What changed among who comes since the plan was made."""

    came: Sequence[str] = ()
    left: Sequence[str] = ()
    absent: Sequence[str] = ()  #: Not checked in, while others are.

    def __bool__(self) -> bool:
        return bool(self.came or self.left or self.absent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    seat: Seat
    name: str
    table: int
    locked: bool
    best: Sequence[tuple[str, Effect]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    plan: TablePlan
    gathering: Gathering
    guests: Sequence[TableGuest]
    names: Mapping[str, str]
    solve: Solve | None
    news: News = field(default_factory=News)
    rounds: int = 0
    rows: Sequence[Row] = ()
    weighed: Weighed | None = None
    mends: Mapping[int, Mend] = field(default_factory=dict)
    covered: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    picked: Picked | None = None
    steps: Sequence[TableStep] = ()
    last: Effect | None = None  #: Of the step that stands.
    seatless: Sequence[str] = ()  #: Names of who has no table yet.

    @property
    def is_busy(self) -> bool:
        return self.solve is not None and self.solve.ended_at is None

    @property
    def has_failed(self) -> bool:
        """Whether the last time it was divided nothing came of it."""
        solve = self.solve
        if solve is None or solve.state is not SolveState.FAILED or solve.ended_at is None:
            return False
        return not self.steps or solve.ended_at > self.steps[0].made_at

    @property
    def broken(self) -> list[Standing]:
        return [each for each in self._wanted if not each.holds]

    @property
    def honoured(self) -> list[Standing]:
        return [each for each in self._wanted if each.holds]

    @property
    def given_up(self) -> list[Standing]:
        standings = self.weighed.standings if self.weighed else []
        return [each for each in standings if each.wish.given_up]

    @property
    def _wanted(self) -> list[Standing]:
        standings = self.weighed.standings if self.weighed else []
        return [each for each in standings if not each.wish.given_up]

    def clash(self, wanted: Wish) -> Sequence[Sequence[str]]:
        """With which wishes the engine found that this one cannot hold."""
        return self._clash(wanted, "with")

    def ways_out(self, wanted: Wish) -> list[Wish]:
        """Wishes of which any one could be let go instead, so that this one holds."""
        ours = {each.wish.as_engine: each.wish for each in self._wanted}
        return [ours[each] for each in self._clash(wanted, "instead") if each in ours]

    def _clash(self, wanted: Wish, what: str) -> list[tuple[str, ...]]:
        for each in self.plan.clashes:
            if tuple(each["wish"]) == wanted.as_engine:
                return [tuple(wish) for wish in each.get(what, ())]
        return []


def page_of(
    session: Session, plan: TablePlan, gathering: Gathering, pick: Seat | None, *, now: datetime
) -> Page:
    """All of it, in as many statements whoever comes."""
    table = proposing.table_of(session, plan)
    names = naming.names_of(
        table.guests, queries.list_children(session, plan), sensitive=gathering.is_sensitive
    )
    solve = solves.find_latest(session, plan.library_id, kind=proposing.KIND, subject_id=plan.id)
    steps = queries.list_steps(session, plan)
    if not steps:
        return Page(plan=plan, gathering=gathering, guests=table.guests, names=names, solve=solve)
    rounds = arrangement.only(steps[0].rounds, table.keys)
    weigh = proposing.scales_of(table, rounds)
    weighed = weigh(rounds)
    locked = _locked(steps[0])
    picked, effects = _pick(pick, rounds, weigh, locked, names)
    mends = _mends(weigh, rounds, weighed, locked)
    return Page(
        plan=plan,
        gathering=gathering,
        guests=table.guests,
        names=names,
        solve=solve,
        news=_news(session, table, gathering, now),
        rounds=len(rounds),
        rows=_rows(table, rounds, names, weighed, locked, (picked, effects), mends),
        weighed=weighed,
        mends=mends,
        covered=weights.covered(weighed.standings, rounds),
        picked=picked,
        steps=steps,
        last=_last(steps, table, weigh, weighed),
        seatless=[names[key] for key in sorted(table.keys - arrangement.where(rounds)[0].keys())],
    )


def _locked(step: TableStep) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for number, key in step.locked:
        found.setdefault(number, set()).add(key)
    return found


def _pick(
    pick: Seat | None,
    rounds: Rounds,
    weigh: Weigh,
    locked: Mapping[int, set[str]],
    names: Mapping[str, str],
) -> tuple[Picked | None, Mapping[str, Effect]]:
    """Who is picked up, and what swapping with everybody else in that round does."""
    if pick is None or not 0 <= pick.round < len(rounds):
        return None, {}
    at, held = arrangement.where(rounds)[pick.round], locked.get(pick.round, set())
    if pick.who not in at:
        return None, {}
    is_locked = pick.who in held
    effects: Mapping[str, Effect] = {}
    if not is_locked and len(at) <= weights.MOST_WEIGHED:
        effects = weights.swaps(weigh, rounds, pick.round, pick.who, held)
    helping = sorted(
        (key for key, does in effects.items() if does.helps),
        key=lambda key: (effects[key].rank, names[key]),
    )
    return Picked(
        seat=pick,
        name=names[pick.who],
        table=at[pick.who],
        locked=is_locked,
        best=[(key, effects[key]) for key in helping[:MOST_OFFERED]],
    ), effects


def _rows(
    table: Table,
    rounds: Rounds,
    names: Mapping[str, str],
    weighed: Weighed,
    locked: Mapping[int, set[str]],
    pick: tuple[Picked | None, Mapping[str, Effect]],
    mends: Mapping[int, Mend],
) -> list[Row]:
    hosts = {guest.key for guest in table.guests if guest.is_host}
    marks = _marks(weighed.standings, len(rounds), mends)
    picked, effects = pick

    def name(number: int, key: str) -> Name:
        wished, missed = marks[number].get(key, (False, False))
        is_locked = key in locked.get(number, set())
        held = picked is not None and picked.seat == Seat(number, key)
        kinds = {"held": held, "miss": missed, "host": key in hosts, "locked": is_locked,
                 "wish": wished}  # fmt: skip
        return Name(
            key,
            names[key],
            next((kind for kind, is_it in kinds.items() if is_it), "plain"),
            key in hosts,
            wished,
            missed,
            is_locked,
            effects.get(key) if picked and picked.seat.round == number else None,
        )

    def cell(number: int, place: int) -> Cell:
        keys = sorted(rounds[number][place], key=lambda key: key not in hosts)
        sitting = [name(number, key) for key in keys]
        half = (len(sitting) + 1) // 2
        kinds = [each.kind for each in sitting]
        has_held = picked is not None and (picked.seat.round, picked.table) == (number, place)
        return Cell(sitting, drawing.kring_of_table(place, kinds[:half], kinds[half:]), has_held)

    staying = [
        set.intersection(*(set(tables[place]) for tables in rounds)) & hosts
        for place in range(len(rounds[0]))
    ]
    return [
        Row(
            [names[key] for key in sorted(staying[place])],
            [cell(number, place) for number in range(len(rounds))],
        )
        for place in range(len(rounds[0]))
    ]


def _marks(
    standings: Sequence[Standing], rounds: int, mends: Mapping[int, Mend]
) -> list[dict[str, tuple[bool, bool]]]:
    """Per round: whose seat honours a wish, and whose is why one is broken."""
    marks: list[dict[str, tuple[bool, bool]]] = [{} for _ in range(rounds)]
    for each in standings:
        if each.wish.given_up:
            continue
        mend = mends.get(each.wish.id)
        for number in range(rounds):
            shown = _mark(each, number, mend.round if mend else rounds - 1)
            for key in filter(None, (each.wish.first, each.wish.second)):
                was = marks[number].get(key, (False, False))
                marks[number][key] = (was[0] or shown is True, was[1] or shown is False)
    return marks


def _mark(stands: Standing, number: int, where: int) -> bool | None:
    """True: honoured by this round; False: broken by it; None: this round says nothing of it.

    Who never meet are marked in one round: `where` it can still be.
    """
    met = number in stands.rounds
    if stands.wish.kind is WishKind.APART:
        return False if met else None
    if stands.wish.kind is WishKind.MEET:
        return True if met else (False if not stands.holds and number == where else None)
    return met


def _mends(
    weigh: Weigh, rounds: Rounds, weighed: Weighed, locked: Mapping[int, set[str]]
) -> dict[int, Mend]:
    if len(arrangement.where(rounds)[0]) > weights.MOST_WEIGHED:
        return {}
    tried = list(weighed.broken.values())[:MOST_MENDED]
    found = ((wanted.id, weights.mend(weigh, rounds, wanted, locked)) for wanted in tried)
    return {number: mend for number, mend in found if mend is not None}


def _last(
    steps: Sequence[TableStep], table: Table, weigh: Weigh, weighed: Weighed
) -> Effect | None:
    """What the last change did; of a wholly new plan nothing is said."""
    if len(steps) < 2 or steps[0].did not in {Did.SWAPPED, Did.MOVED}:
        return None
    before = arrangement.only(steps[1].rounds, table.keys)
    return weights.effect(weigh(before), weighed)


def _news(session: Session, table: Table, gathering: Gathering, now: datetime) -> News:
    seats = {seat.key: seat for seat in queries.list_seats(session, gathering)}
    known, there = table.keys, queries.list_away(session, table.plan)
    begun = gathering.has_begun(now) or any(
        seat.here for seat in seats.values() if seat.sign_up or seat.attendance
    )
    return News(
        came=[
            key
            for key, seat in seats.items()
            if key not in known and (key not in there or seat.here)
        ],
        left=sorted(known - seats.keys()),
        absent=[key for key in sorted(known & seats.keys()) if begun and not seats[key].here],
    )
