"""Who sat with whom is remembered for who wants that, not longer, and never shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.preferences.models import Preference
from community.table_plans import memory, proposing, queries
from community.table_plans.models import State, TableCompany, TablePlan
from tests import factories
from tests.keeping.forgetting import forget
from tests.table_plans import plans
from tests.table_plans.plans import the


def company() -> list[tuple[int, int]]:
    session().rollback()
    found = select(TableCompany.first_id, TableCompany.second_id)
    return [(first, second) for first, second in session().execute(found)]


def remembers(person_id: int, plan: TablePlan) -> None:
    long_ago = now() - timedelta(days=90)
    factories.saved(
        Preference(library_id=plan.library_id, person_id=person_id, remembered_since=long_ago,
                   revised_at=long_ago)
    )  # fmt: skip


def over(plan: TablePlan, ago: timedelta = timedelta(hours=1)) -> None:
    ended = now() - ago
    with transaction() as tx:
        tx.execute(
            update(Gathering)
            .where(Gathering.id == plan.gathering_id)
            .values(starts_at=ended - timedelta(hours=2), ends_at=ended)
        )


@pytest.fixture
def plan(app):
    """Three people at one table, all rounds; two of them want it remembered."""
    plan = plans.divided(plans.a_plan(plans.a_table_evening(3), rounds=1, least=2, most=5))
    people = sorted(guest.person_id or 0 for guest in plans.guests(plan))
    for person_id in people[:2]:
        remembers(person_id, plan)
    return plans.in_state(plan, State.FIXED, State.RELEASED)


def look_back(plan: TablePlan) -> int:
    with transaction() as tx:
        return memory.remember(tx, plan.library_id, plan.gathering_id, now=now())


def test_only_who_both_said_yes_are_remembered_once_it_is_over(plan):
    assert look_back(plan) == 0
    over(plan)
    assert look_back(plan) == 1
    assert look_back(plan) == 0
    people = sorted(guest.person_id or 0 for guest in plans.guests(plan))
    assert company() == [(people[0], people[1])]


def test_what_is_remembered_weighs_in_the_next_plan_and_in_no_figure_that_is_shown(plan):
    over(plan)
    look_back(plan)
    people = sorted(guest.person_id or 0 for guest in plans.guests(plan))
    gathering = factories.a_gathering("Nog eens", library=plan.gathering.library)
    for person_id in people[:2]:
        factories.a_sign_up(gathering, session().get(type(plans.guests(plan)[0].person), person_id))
    again = plans.a_plan(gathering, rounds=1)
    solved = proposing.table_of(session(), the(again), now=now())
    shown = proposing.table_of(session(), the(again))
    assert len(solved.met_before) == 1
    assert shown.met_before == []


def test_of_a_sensitive_gathering_nothing_is_remembered(plan):
    with transaction() as tx:
        tx.get_one(Gathering, plan.gathering_id).is_sensitive = True
    over(plan)
    assert look_back(plan) == 0
    assert company() == []


def test_a_year_later_or_once_somebody_takes_the_yes_back_it_is_forgotten(plan):
    over(plan)
    look_back(plan)
    assert forget("table_plans.company", now()) == 0
    with transaction() as tx:
        tx.execute(update(Preference).values(remembered_since=None))
    assert queries.list_company(session(), plan.library_id, [1, 2, 3], now=now()) == []
    assert forget("table_plans.company", now()) == 1
    assert company() == []


@pytest.mark.parametrize(("sensitive", "days"), [(False, 31), (True, 6)])
def test_a_plan_is_gone_in_time(plan, sensitive, days):
    library_id, gathering_id = plan.library_id, plan.gathering_id
    with transaction() as tx:
        tx.get_one(Gathering, plan.gathering_id).is_sensitive = sensitive
    over(plan, timedelta(days=days - 2))
    assert forget("table_plans.seats", now()) == 0
    over(plan, timedelta(days=days))
    assert forget("table_plans.seats", now()) == 1
    assert queries.find(session(), library_id, gathering_id) is None
