"""Asking the engine for a plan, and taking over what it proposes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.matching.engine.tables.problem import TablesProblem
from community.matching.engine.tables.sound import check
from community.matching.engine.wrong import WrongProblem
from community.solves import services as solves
from community.solves.models import Solve
from community.table_plans import (
    arrangement,
    problem,
    queries,
    setting_up,
    steps,
    weighing,
    wishes,
)
from community.table_plans.models import Did, Rounds, State, TablePlan, TableStep
from community.table_plans.problem import Table
from community.table_plans.rules import Hand, LocksClash, NobodyComes, PlanIsFixed
from community.table_plans.steps import Step

#: What a solve is for.
KIND = "table_plan"


def table_of(session: Session, plan: TablePlan, *, now: datetime | None = None) -> Table:
    """The plan with all that it is made of; with `now` also what is remembered, for solving."""
    guests = [guest for guest in queries.list_guests(session, plan) if not guest.away]
    people = {guest.person_id: guest.key for guest in guests if guest.person_id}
    opened = queries.list_opened(session, plan.library_id, people, but=plan.gathering_id)
    answers = queries.list_answers(session, plan, plan.own_question) if plan.own_question else {}
    company = (
        queries.list_company(session, plan.library_id, people, now=now)
        if now and not plan.gathering.is_sensitive
        else []
    )
    keys = {guest.id: guest.key for guest in guests}
    return Table(
        plan,
        guests,
        wishes.of(queries.list_wishes(session, plan), keys),
        opened,
        answers,
        [(people[one], people[other]) for one, other in company],
    )


def propose(session: Session, library_id: int, gathering_id: int, hand: Hand) -> Solve:
    """Ask the engine for a plan of who comes now; while it works on one, that one is given."""
    plan = steps.turn(session, library_id, gathering_id, hand)
    steps.refuse_cancelled(plan.gathering)
    if plan.state is not State.PROPOSED:
        raise PlanIsFixed
    setting_up.gather(session, plan)
    table = table_of(session, plan, now=hand.now)
    if not table.guests:
        raise NobodyComes
    hosts = sum(guest.is_host for guest in table.guests)
    tables = problem.count_tables(plan, len(table.guests), hosts)
    plan.asked += 1
    wanted = _sound(problem.problem_of(table, tables, queries.find_step(session, plan)))
    return solves.ask(
        session, library_id, kind=KIND, subject_id=plan.id, problem=problem.form_of(wanted),
        wanted_by_id=hand.by_id, now=hand.now,
    )  # fmt: skip


def take_over(session: Session, solve: Solve, now: datetime) -> None:
    """A proposal came: it stands, and what was there before can be taken back. Once the tables
    are fixed it comes too late."""
    plan = queries.lock_by_id(session, solve.library_id, solve.subject_id)
    if plan is None or plan.state is not State.PROPOSED or solve.answer is None:
        return
    stood = queries.find_step(session, plan)
    plan.clashes = list(solve.answer["violations"])
    rounds = _polished(session, plan, solve.answer["rounds"], stood)
    locked = steps.still(stood.locked if stood else [], rounds)
    step = Step(Did.PROPOSED, rounds, locked)
    steps.note(session, plan, step, by_id=solve.wanted_by_id, now=now)
    steps.changed(plan, now)


def _sound(wanted: TablesProblem) -> TablesProblem:
    try:
        check(wanted)
    except WrongProblem:
        raise LocksClash from None
    return wanted


def _polished(session: Session, plan: TablePlan, rounds: Rounds, stood: TableStep | None) -> Rounds:
    """Small wishes too, as far as nothing else gets worse; locked seats are left alone."""
    table = table_of(session, plan)
    if plan.clashes or (stood is not None and stood.locked):
        return rounds
    there = set(arrangement.where(rounds)[0])
    return weighing.polished(scales_of(table, rounds), rounds) if there == table.keys else rounds


def scales_of(table: Table, rounds: Rounds) -> weighing.Weigh:
    """What a plan is weighed by, as it stands; what is remembered weighs in no figure."""
    asked = problem.problem_of(table, len(rounds[0]), rounds=len(rounds))
    return weighing.scales(asked, table.wishes, table.speaks)
