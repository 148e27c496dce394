"""How long it is known who sat at which table, and with whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, tuple_
from sqlalchemy.orm import Session

from community.db import changed_rows, table_of
from community.gatherings.forgetting import SENSITIVE
from community.keeping.rules import Rule, Words, keep
from community.table_plans import queries
from community.table_plans.models import TableCompany, TablePlan
from community.words import N_


def forget_plans(session: Session, now: datetime) -> int:
    plans = delete(table_of(TablePlan)).where(TablePlan.id.in_(queries.past(now)))
    return changed_rows(session, plans)


def forget_company(session: Session, now: datetime) -> int:
    """Too long ago, or one of both wants it no longer."""
    rows = table_of(TableCompany)
    key = tuple_(rows.c.library_id, rows.c.first_id, rows.c.second_id)
    return changed_rows(session, delete(rows).where(key.in_(queries.wanted_no_longer(now))))


RULES = (
    Rule(
        name="table_plans.seats",
        order=40,
        words=Words(
            what=N_("Which table you sat at, when people were divided over tables"),
            why=N_(
                "So that you find your table and meet new people. The person leading it sees "
                "wishes about you; nobody else does."
            ),
            how_long=N_("%(kept)s; for a sensitive activity %(sensitive)s."),
        ),
        periods={"kept": queries.KEPT, "sensitive": SENSITIVE},
        forget=forget_plans,
    ),
    Rule(
        name="table_plans.company",
        order=41,
        words=Words(
            what=N_("Who you sat with at a table, only if you and they asked us to remember it"),
            why=N_("So that you meet others the next time. Nobody ever sees it."),
            how_long=N_("%(kept)s, or until one of you withdraws it."),
        ),
        periods={"kept": queries.REMEMBERED},
        forget=forget_company,
    ),
)


def register(_app: object) -> None:
    keep(*RULES)
