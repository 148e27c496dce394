"""Table plans for tests to be about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering, SignUp
from community.matching.engine.tables.reading import read, written
from community.matching.engine.tables.solving import solve
from community.solves.models import Solve, SolveState
from community.table_plans import proposing, queries, setting_up, standing
from community.table_plans.models import (
    Did,
    State,
    TableGuest,
    TablePlan,
    TableStep,
    TableWish,
    WishKind,
)
from community.table_plans.rules import Hand
from community.table_plans.setting_up import SetUp, Wanted
from tests import factories

NAMES = ("Fatima", "Zeki", "Cor", "Imke", "Nel", "Truus", "Petra", "Olena", "Umar", "Karim",
         "Bram", "Gijs", "Joke", "Els", "Jan", "Wim")  # fmt: skip


def hand(plan: TablePlan | None = None, *, seen: int | None = None) -> Hand:
    """A librarian who saw the plan as it is, or another version."""
    version = seen if seen is not None else the(plan).version if plan else 0
    return Hand(version, None, now())


def the(plan: TablePlan) -> TablePlan:
    """As it stands in the database now."""
    session().rollback()
    return queries.get(session(), plan.library_id, plan.gathering_id)


def do(act: Any, plan: TablePlan, *args: Any, **kwargs: Any) -> Any:
    """One act on a plan in a transaction of its own."""
    with transaction() as tx:
        return act(tx, plan.library_id, plan.gathering_id, *args, **kwargs)


def a_table_evening(people: int = 8, **fields: Any) -> Gathering:
    """A gathering to which so many people signed up, each alone."""
    gathering = factories.a_gathering("Wereldcafé", capacity=60, **fields)
    for number in range(people):
        name = NAMES[number % len(NAMES)]
        factories.a_sign_up(gathering, factories.a_person(name, surname=f"{chr(65 + number)}."))
    return gathering


def a_plan(gathering: Gathering | None = None, **fields: Any) -> TablePlan:
    """Begun, for tables of two to five over two rounds; nobody sits yet."""
    of = gathering or a_table_evening()
    chosen = SetUp(**{"rounds": 2, "least": 2, "most": 5, **fields})
    with transaction() as tx:
        return setting_up.set_up(tx, of.library_id, of.id, chosen, Hand(0, None, now()))


def divided(plan: TablePlan, *, steps: int = 200) -> TablePlan:
    """The same with a proposal: asked for, solved here and now, and taken over."""
    do(proposing.propose, plan, hand(plan))
    answer(plan, steps=steps)
    return the(plan)


def answer(plan: TablePlan, *, steps: int = 200) -> None:
    """What the worker does with a solve that waits."""
    with transaction() as tx:
        waiting = tx.scalars(select(Solve).where(Solve.ended_at.is_(None))).one()
        problem = read({**waiting.problem, "steps": steps})
        waiting.answer, waiting.state, waiting.ended_at = (
            written(solve(problem)), SolveState.DONE, now(),
        )  # fmt: skip
        proposing.take_over(tx, waiting, now())


def rounds_of(plan: TablePlan) -> list[list[list[str]]]:
    step = queries.find_step(session(), the(plan))
    return [[list(keys) for keys in tables] for tables in step.rounds]


def guests(plan: TablePlan) -> list[TableGuest]:
    return list(queries.list_guests(session(), the(plan)))


def keys(plan: TablePlan) -> dict[str, str]:
    """Key by first name, of who came alone."""
    return {guest.sign_up.person.first_name: guest.key for guest in guests(plan) if guest.sign_up}


def wants(plan: TablePlan, kind: Any, first: str, second: str = "", tongue: Any = None) -> None:
    ids = {guest.sign_up.person.first_name: guest.id for guest in guests(plan) if guest.sign_up}
    wanted = Wanted(kind, ids[first], ids[second] if second else None, tongue)
    do(setting_up.wish, plan, wanted, now=now())


def in_state(plan: TablePlan, *states: State) -> TablePlan:
    for state in states:
        do(standing.stand, plan, state, hand(plan))
    return the(plan)


def sitting(rounds: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    return sorted(key for tables in rounds for table in tables for key in table)


def a_seat(gathering: Gathering) -> TableGuest:
    """Of somebody who signed up, in a plan that is out: as rows, nothing is worked out."""
    made = now()
    sign_up = (
        session()
        .scalars(
            select(SignUp).where(SignUp.gathering_id == gathering.id).order_by(SignUp.id).limit(1)
        )
        .one()
    )
    plan = factories.saved(
        TablePlan(
            library_id=gathering.library_id, gathering_id=gathering.id, state=State.RELEASED,
            rounds=1, least=1, most=8, clashes=[], step_no=1, created_at=made, revised_at=made,
            released_at=made,
        )
    )  # fmt: skip
    keys = [f"s{sign_up.id}.{number}" for number in (1, 2)]
    guests = [
        factories.saved(
            TableGuest(
                library_id=plan.library_id, plan_id=plan.id, key=key, sign_up_id=sign_up.id,
                person_id=sign_up.person_id if number == 1 else None, seat=number,
            )
        )
        for number, key in enumerate(keys, 1)
    ]  # fmt: skip
    factories.saved(
        TableStep(
            plan_id=plan.id, number=1, library_id=plan.library_id, rounds=[[keys]], locked=[],
            did=Did.PROPOSED, details={}, made_at=made,
        )
    )  # fmt: skip
    return guests[0]


def a_table_wish(guest: TableGuest) -> TableWish:
    """That somebody sits with the next."""
    return factories.saved(
        TableWish(
            library_id=guest.library_id, plan_id=guest.plan_id, kind=WishKind.TOGETHER,
            first_id=guest.id, second_id=guest.id + 1, noted_at=now(),
        )
    )  # fmt: skip


def released(plan: TablePlan) -> None:
    """Let everybody see it, and mail them."""
    do(standing.stand, plan, State.RELEASED, hand(plan), mail=True)
