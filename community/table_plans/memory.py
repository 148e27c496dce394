"""Who sat with whom, for who wants that remembered: for the next plan alone, shown to nobody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.db import insert_for, table_of
from community.gatherings import hosting_queries
from community.table_plans import arrangement, queries
from community.table_plans.models import State, TableCompany, TablePlan


def remember(session: Session, library_id: int, gathering_id: int, *, now: datetime) -> int:
    """Once a gathering is over: note pairs of whom both said yes beforehand, and who were there.

    Of a sensitive gathering nothing. Twice is once; sitting together again is a later date.
    """
    plan = queries.lock(session, library_id, gathering_id)
    gathering = plan.gathering
    if plan.remembered_at or plan.state is not State.RELEASED or not gathering.is_over(now):
        return 0
    plan.remembered_at = now
    step = queries.find_step(session, plan)
    if gathering.is_sensitive or gathering.is_cancelled or step is None:
        return 0
    people = _who_were_there(session, plan)
    willing = queries.list_who_want_it_remembered(
        session, library_id, people.values(), since=gathering.ends_at
    )
    met = sorted(
        {
            (min(people[one], people[other]), max(people[one], people[other]))
            for one, other in arrangement.meetings(step.rounds)
            if {one, other} <= people.keys() and {people[one], people[other]} <= willing
        }
    )
    if met:
        _note(session, library_id, met, gathering.ends_at)
    return len(met)


def _who_were_there(session: Session, plan: TablePlan) -> dict[str, int]:
    """Person by key; as far as anybody was checked in only who was."""
    gathering = hosting_queries.get(session, plan.library_id, plan.gathering_id)
    seats = queries.list_seats(session, gathering)
    counts = any(seat.here and not seat.is_host for seat in seats)
    here = {seat.key for seat in seats if seat.here or not counts}
    return {
        guest.key: guest.person_id
        for guest in queries.list_guests(session, plan)
        if guest.person_id and not guest.away and guest.key in here
    }


def _note(session: Session, library_id: int, met: list[tuple[int, int]], at: datetime) -> None:
    rows = table_of(TableCompany)
    statement = insert_for(session.get_bind().dialect.name)(rows)
    later = statement.on_conflict_do_update(
        index_elements=["library_id", "first_id", "second_id"],
        set_={"met_at": statement.excluded.met_at},
        where=rows.c.met_at < statement.excluded.met_at,
    )
    session.execute(
        later,
        [
            {"library_id": library_id, "first_id": one, "second_id": other, "met_at": at}
            for one, other in met
        ],
    )
