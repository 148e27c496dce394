"""The pages of table plans: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.table_plans import queries
from community.table_plans.models import State, TableGuest, TablePlan
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("table_paper.index", LIBRARIAN),
    Visit("table_paper.overview", LIBRARIAN),
    Visit("table_paper.personal_cards", LIBRARIAN),
    Visit("table_paper.screen", LIBRARIAN),
    Visit("table_paper.table_cards", LIBRARIAN),
    Visit("table_place.show"),
    Visit("table_place.show", language="en"),
    Visit("table_plans.show", LIBRARIAN),
    Visit("table_plans.show", LIBRARIAN, language="en"),
    Visit("table_repairs.show", LIBRARIAN),
    Visit("table_setting.guest", LIBRARIAN),
    Visit("table_setting.people", LIBRARIAN),
    Visit("table_setting.set_up", LIBRARIAN),
    Visit("table_setting.wish", LIBRARIAN),
]


def known(library_id: int, _visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    """Of the plan that is out."""
    return {
        "gathering_id": lambda: _plan(library_id).gathering_id,
        "guest_id": lambda: _guest(library_id).id,
        "token": lambda: queries.token_of(_guest(library_id), key=key),
    }


def _plan(library_id: int) -> TablePlan:
    return (
        session()
        .scalars(
            select(TablePlan).where(
                TablePlan.library_id == library_id, TablePlan.state == State.RELEASED
            )
        )
        .one()
    )


def _guest(library_id: int) -> TableGuest:
    wanted = select(TableGuest).where(TableGuest.plan_id == _plan(library_id).id)
    return session().scalars(wanted.order_by(TableGuest.id).limit(1)).one()
