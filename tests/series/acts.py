"""What a librarian does with a series, and what stands there afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from sqlalchemy import select

from community.clock import from_local, local, local_day, now
from community.db import db, transaction
from community.gatherings.drafts import draft_of
from community.gatherings.models import Gathering
from community.series import closed, editing, planning
from community.series.editing import Change
from community.series.models import Series, SeriesDate
from community.series.rule import PeriodKind, Rule
from tests.factories import the_library
from tests.gatherings.drafting import a_hand, published

WEEK = timedelta(days=7)


def evening(day: date, hour: int = 19, minute: int = 30):
    return from_local(day, time(hour, minute))


def a_tuesday() -> date:
    """The Tuesday after next."""
    today = local_day(now())
    return today + timedelta(days=(1 - today.weekday()) % 7 + 7)


def a_first(day: date | None = None, **fields):
    """The gathering that is going to repeat: a Tuesday evening."""
    day = day or a_tuesday()
    given = {"title": "Taalcafé", "starts_at": evening(day), "ends_at": evening(day, 21), **fields}
    return published(**given)


def a_rule_for(gathering, **fields) -> Rule:
    starts, ends = local(gathering.starts_at), local(gathering.ends_at)
    given = {
        "first": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "weekdays": frozenset({starts.weekday()}),
        "until": starts.date() + 9 * WEEK,
        **fields,
    }
    return Rule(**given)


def repeat(gathering, *, by=None, **fields) -> Series:
    """Every week, ten times, unless the test says otherwise."""
    with transaction() as tx:
        rule = a_rule_for(gathering, **fields)
        return planning.repeat(tx, gathering.library_id, gathering.id, rule, a_hand(by))


def a_series(*, rule=None, by=None, **fields) -> Series:
    return repeat(a_first(**fields), by=by, **(rule or {}))


def extend(series, *, later=timedelta()):
    with transaction() as tx:
        return planning.extend(tx, series.library_id, series.id, a_hand(later=later))


def stop(series, last_day, reason="Niemand kan het leiden."):
    with transaction() as tx:
        return planning.stop(tx, series.library_id, series.id, last_day, reason, a_hand())


def add_date(series, day):
    with transaction() as tx:
        return planning.add_date(tx, series.library_id, series.id, day, a_hand())


def a_period(first, last, kind=PeriodKind.HOLIDAY, name="Kerstvakantie"):
    library_id = the_library().id
    draft = closed.PeriodDraft(kind=kind, name=name, first_day=first, last_day=last)
    with transaction() as tx:
        return closed.add_period(tx, library_id, draft)


def dates(series) -> list[SeriesDate]:
    db.session().rollback()
    db.session().expire_all()
    return list(
        db.session().scalars(
            select(SeriesDate).where(SeriesDate.series_id == series.id).order_by(SeriesDate.on_date)
        )
    )


def days(series) -> list[date]:
    return [each.on_date for each in dates(series)]


def gatherings(series) -> list[Gathering]:
    return [each.gathering for each in dates(series) if each.gathering]


def stands(series) -> Series:
    db.session().rollback()
    return db.session().get_one(Series, series.id, populate_existing=True)


def change(gathering, scope, *, seen=None, also_by_hand=False, later=timedelta(), **changes):
    """As the form does: what stands, with some of it changed, for these dates."""
    stands = db.session().get_one(Gathering, gathering.id, populate_existing=True)
    wish = Change(
        gathering.id, replace(draft_of(stands), **changes), scope,
        also_by_hand=also_by_hand, seen=seen,
    )  # fmt: skip
    with transaction() as tx:
        return editing.edit(tx, stands.library_id, wish, a_hand(later=later))


def at_clock(gathering, hour, minute=0):
    """The same day at another time, an hour and a half long."""
    starts_at = evening(local(gathering.starts_at).date(), hour, minute)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90)}
