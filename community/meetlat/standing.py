"""Working out how a library stands, by night or at the press of a button.

Reading and counting may take seconds, so nobody's turn to write is taken for it; what came of it is
then kept in a moment. What is kept is what a full computation gives: there are no sums of sums.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import Session

from community import rubbish
from community.areas import queries as areas
from community.clock import local_day
from community.db import insert_for, session, table_of, transaction
from community.libraries.versions import pages_changed
from community.meetlat import log_queries, standing_queries
from community.meetlat.engine.aggregates import Aggregates, Area
from community.meetlat.engine.measuring import measure
from community.meetlat.engine.results import MeetlatResult
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import standard
from community.meetlat.engine.stored import dump, pack, unpack
from community.meetlat.engine.told import window
from community.meetlat.models import Standing


@dataclass(frozen=True, slots=True)
class Worked:
    """What was counted and what the meetlat says of it, as far as one row of the log."""

    until: date
    last_activity_id: int
    aggregates: Aggregates
    result: MeetlatResult


def yesterday(now: datetime) -> date:
    """The last day that is over: what the meetlat looks at, unless it is asked otherwise."""
    return local_day(now) - timedelta(days=1)


def compute(session: Session, library_id: int, until: date) -> Worked:
    """Read the log and count. Writes nothing; the same log gives the same bytes."""
    looked_at, last = window(until), log_queries.last_row(session)
    area = _area(session, library_id)
    with rubbish.not_looked_for():
        told = log_queries.told(session, library_id, looked_at, last)
        aggregates = measure(told, looked_at, area)
        return Worked(until, last, aggregates, score(aggregates, standard()))


def _area(session: Session, library_id: int) -> Area:
    lives = areas.area(session, library_id)
    return Area(ages=lives.ages, places=lives.places, fictional=lives.fictional)


def keep(session: Session, library_id: int, worked: Worked, *, now: datetime) -> None:
    """One row per library; who knows less of the log undoes nothing of who knows more."""
    _keep(session, library_id, _values(worked, now))


def work_out(library_id: int, until: date, *, now: datetime) -> Worked:
    """How the library stands on that day, and keep it."""
    with rubbish.not_looked_for():
        worked = compute(session(), library_id, until)
        values = _values(worked, now)
    with transaction() as tx:
        _keep(tx, library_id, values)
    return worked


def hold_against_area(library_id: int, *, now: datetime) -> None:
    """The area is another: score again what was counted, as the log says nothing of an area."""
    stands = standing_queries.find_counted(session(), library_id)
    if stands is None:
        return
    with rubbish.not_looked_for():
        counts = replace(unpack(stands.inputs), area=_area(session(), library_id))
        worked = Worked(stands.until, stands.last_activity_id, counts, score(counts, standard()))
        values = _values(worked, now)
    with transaction() as tx:
        _keep(tx, library_id, values)


def _values(worked: Worked, now: datetime) -> dict[str, Any]:
    """Packing may take a second, so nobody's turn to write is taken for that either."""
    return {
        "until": worked.until,
        "worked_out_at": now,
        "last_activity_id": worked.last_activity_id,
        "version": worked.result.version,
        "inputs": pack(worked.aggregates),
        "result": dump(worked.result),
    }


def _keep(session: Session, library_id: int, values: dict[str, Any]) -> None:
    table = table_of(Standing)
    insert = insert_for(session.get_bind().dialect.name)(table)
    until, last = values["until"], values["last_activity_id"]
    knows_no_more = (table.c.until == until) & (table.c.last_activity_id <= last)
    session.execute(
        insert.values(library_id=library_id, **values).on_conflict_do_update(
            index_elements=[table.c.library_id],
            set_=values,
            where=or_(table.c.until < until, knows_no_more),
        )
    )
    pages_changed(session, library_id)
