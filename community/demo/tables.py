"""Who sits where at the coming world cafés: one plan that is out, one that is only proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.demo.rows import secret
from community.gatherings.models import Gathering, GatheringStatus
from community.matching.engine.tables.solving import solve
from community.table_plans import (
    problem,
    proposing,
    queries,
    setting_up,
    standing,
    steps,
    weighing,
)
from community.table_plans.models import Did, Mix, State, TablePlan, WishKind
from community.table_plans.rules import Hand
from community.table_plans.setting_up import AboutGuest, SetUp, Wanted
from community.table_plans.steps import Step
from community.tongues import Tongue

#: Enough for a good plan, and the same on every machine.
STEPS = 4_000
_SET_UP = SetUp(
    rounds=3, least=6, most=9, hosts_per_table=1, hosts_stay=True,
    first_round=15, round_minutes=30, mixes=frozenset({Mix.NEWNESS}),
)  # fmt: skip
#: What is asked in each round, by what the café is about.
_TOPICS = {
    "zo helpen we elkaar de winter door":
        ("Wie hielp jou deze winter?", "Wat maakt hulp vragen lastig?", "Wat spreken we af?"),
    "wat maakt een straat fijn?":
        ("Wanneer groette je een onbekende?", "Wat mis je in je straat?",
         "Wat kan er morgen al anders?"),
    "wie zorgt er voor wie?":
        ("Voor wie zorg jij?", "Wie zorgt er voor jou?", "Wat nemen we van elkaar over?"),
    "jong en oud aan één tafel":
        ("Van wie leerde jij het meest?", "Wat begrijp je niet van de ander?",
         "Wat doen we samen?"),
}  # fmt: skip
_PAIRS = (WishKind.TOGETHER, WishKind.APART, WishKind.MEET, WishKind.MEET, WishKind.APART)


def add_table_plans(
    session: Session, library_id: int, slug: str, librarian: int, *, now: datetime
) -> None:
    """For the two that most people come to."""
    chance = Random(f"tafels van {slug}")  # noqa: S311 (a demo town)
    cafes = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.starts_at > now,
            Gathering.title.startswith("Wereldcafé"),
            Gathering.taken >= 18,
        )
        .order_by(Gathering.taken.desc(), Gathering.id)
        .limit(2)
    ).all()
    for gathering, state in zip(cafes, (State.RELEASED, State.PROPOSED), strict=False):
        plan = _begun(session, gathering, chance, now)
        _divide(session, plan, librarian, now)
        for to in (State.FIXED, State.RELEASED) if state is State.RELEASED else ():
            standing.stand(session, library_id, gathering.id, to, _hand(plan, librarian, now))


def _begun(session: Session, gathering: Gathering, chance: Random, now: datetime) -> TablePlan:
    """With as many hosts as tables, and some wishes of people who came alone."""
    topics = _TOPICS[gathering.title.partition(": ")[2]]
    asks = replace(_SET_UP, topics="\n".join(topics))
    plan = setting_up.set_up(session, gathering.library_id, gathering.id, asks, Hand(0, None, now))
    guests = queries.list_guests(session, plan)
    for guest in guests:
        guest.salt = secret(chance)
    alone = [guest for guest in guests if guest.sign_up and guest.sign_up.party_size == 1]
    hosts = [*(guest for guest in guests if guest.is_host), *alone][: -(-len(guests) // 8)]
    known = {guest.id: AboutGuest(True, guest.tongues, "") for guest in hosts}
    for guest in hosts[:1]:
        known[guest.id] = AboutGuest(True, frozenset({Tongue.DUTCH, Tongue.ARABIC}), "")
    setting_up.know(session, plan.library_id, plan.gathering_id, known, _hand(plan, None, now))
    others = [guest for guest in alone if guest not in hosts]
    for kind, one, other in zip(_PAIRS, others[0::2], others[1::2], strict=False):
        _wish(session, plan, Wanted(kind, one.id, other.id), now)
    _wish(session, plan, Wanted(WishKind.COVER, others[-1].id, tongue=Tongue.ARABIC), now)
    return plan


def _divide(session: Session, plan: TablePlan, librarian: int, now: datetime) -> None:
    """As the worker would have done."""
    table = proposing.table_of(session, plan, now=now)
    hosts = sum(guest.is_host for guest in table.guests)
    tables = problem.count_tables(plan, len(table.guests), hosts)
    found = solve(replace(problem.problem_of(table, tables), steps=STEPS))
    rounds = weighing.polished(proposing.scales_of(table, found.rounds), found.rounds)
    step = Step(Did.PROPOSED, rounds, ())
    steps.note(session, plan, step, by_id=librarian, now=now)


def _wish(session: Session, plan: TablePlan, wanted: Wanted, now: datetime) -> None:
    setting_up.wish(session, plan.library_id, plan.gathering_id, wanted, now=now)


def _hand(plan: TablePlan, by_id: int | None, now: datetime) -> Hand:
    return Hand(plan.version, by_id, now)
