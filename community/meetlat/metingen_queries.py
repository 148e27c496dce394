"""Every select about frozen metingen; the page of the meetlat has its own, in `page_queries`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import end_of_day, start_of_day
from community.errors import NotFound
from community.libraries.models import Library
from community.meetlat.models import Meting
from community.partners.periods import a_year_before


def get(session: Session, library_id: int, meting_id: int) -> Meting:
    found = session.scalars(_of(library_id).where(Meting.id == meting_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_of(session: Session, library_id: int, until: date) -> Meting | None:
    return session.scalars(_of(library_id).where(Meting.until == until)).one_or_none()


def list_all(session: Session, library_id: int) -> Sequence[Meting]:
    """The latest first."""
    return session.scalars(_of(library_id).order_by(Meting.until.desc())).all()


def list_due(session: Session, days: Sequence[date]) -> Iterator[tuple[int, date]]:
    """Libraries in whose log something took place in the year up to one of these days, and that
    have no meting of it; the first of the days first."""
    for until in days:
        in_the_log = exists().where(
            Activity.library_id == Library.id,
            Activity.verb == Verb.GATHERING_CLOSED,
            Activity.happened_at >= start_of_day(a_year_before(until)),
            Activity.happened_at < end_of_day(until),
        )
        frozen = exists().where(Meting.library_id == Library.id, Meting.until == until)
        found = select(Library.id).where(in_the_log, ~frozen).order_by(Library.id)
        for library_id in session.scalars(found).all():
            yield library_id, until


def _of(library_id: int) -> Select[Meting]:
    return (
        select(Meting).options(joinedload(Meting.frozen_by)).where(Meting.library_id == library_id)
    )
