"""What is counted for the numbers of a year. A span ends just before its last moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, Row, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from community.clock import local_day
from community.libraries.models import Library
from community.moderation.models import Case, HouseRule, Report, Verdict, Why, YearOfDecisions

Span = tuple[datetime, datetime]


def find_year(session: Session, library_id: int, year: int) -> YearOfDecisions | None:
    return session.get(YearOfDecisions, (library_id, year))


def began_in(session: Session, library_id: int) -> int:
    """The year in which the library came."""
    made = session.scalars(select(Library.created_at).where(Library.id == library_id)).one()
    return local_day(made).year


def list_years_with_something(session: Session, *, until: datetime) -> Sequence[tuple[int, int]]:
    """Library and year of every report and decision from before that moment, each pair once."""
    moments: CompoundSelect[int, datetime] = union(
        select(Report.library_id, Report.reported_at).where(Report.reported_at < until),
        select(Case.library_id, Case.decided_at).where(Case.decided_at < until),
    )
    return sorted({(library_id, local_day(at).year) for library_id, at in session.execute(moments)})


def count_reports(session: Session, library_id: int, span: Span) -> Sequence[Row[HouseRule, int]]:
    return session.execute(
        select(Report.rule, func.count(Report.id))
        .where(Report.library_id == library_id, *_within(Report.reported_at, span))
        .group_by(Report.rule)
    ).all()


def list_decided(
    session: Session, library_id: int, span: Span
) -> Sequence[Row[Why, Verdict | None, datetime, datetime | None]]:
    return session.execute(
        select(Case.why, Case.verdict, Case.opened_at, Case.decided_at).where(
            Case.library_id == library_id, *_within(Case.decided_at, span)
        )
    ).all()


def count_hidden(session: Session, library_id: int, span: Span) -> int:
    """How often reports alone hid something, before anybody had looked."""
    return session.scalars(
        select(func.count(Case.id)).where(
            Case.library_id == library_id, *_within(Case.hidden_at, span)
        )
    ).one()


def count_appeals_open_after(session: Session, library_id: int, span: Span) -> int:
    return session.scalars(
        select(func.count(Case.id)).where(
            Case.library_id == library_id,
            Case.why == Why.APPEAL,
            *_within(Case.opened_at, span),
            or_(Case.decided_at.is_(None), Case.decided_at >= span[1]),
        )
    ).one()


def _within(
    column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], span: Span
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return column >= span[0], column < span[1]
