"""Everything that is known of one person, read by the traces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select
from sqlalchemy.orm import Session

from community.db import Base
from community.rights.traces import BY_TABLE, TRACES, Trace

#: Of what a number stands for, the words that say it.
SAID_BY = {
    "library_id": ("library", "name"),
    "gathering_id": ("gathering", "title"),
    "branch_id": ("branch", "name"),
    "theme_id": ("theme", "label"),
    "term_id": ("term", "label"),
    "group_id": ("residents_group", "name"),
    "network_id": ("network", "name"),
    "offer_id": ("network_offer", "title"),
    "message_id": ("message", "text"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one trace, each by column, with numbers already said in words."""

    trace: Trace
    rows: Sequence[Mapping[str, Any]]


def table(name: str) -> Table:
    return Base.metadata.tables[name]


def whose(trace: Trace, person_id: int) -> ColumnElement[bool]:
    """Which rows of the trace lead to this person, over other traces where that is the way."""
    rows = table(trace.table)
    return or_(*(_leads(rows, column, person_id) for column in trace.via))


def _leads(rows: Table, column: str, person_id: int) -> ColumnElement[bool]:
    there = rows.c[column]
    to = next((key.column.table.name for key in there.foreign_keys), "person")
    if to == "person":
        return there == person_id
    return there.in_(select(table(to).c.id).where(whose(BY_TABLE[to], person_id)))


def everything(session: Session, person_id: int) -> list[Section]:
    """Of every trace that says something and has rows; a query each, and one per kind of name."""
    found = [
        Section(trace, rows)
        for trace in TRACES
        if trace.what and (rows := _rows(session, trace, person_id))
    ]
    names = _names(session, found)
    return [Section(each.trace, [_said(row, names) for row in each.rows]) for each in found]


def count(session: Session, trace: Trace, person_id: int) -> int:
    rows = select(func.count()).select_from(table(trace.table)).where(whose(trace, person_id))
    return session.scalar(rows) or 0


def _rows(session: Session, trace: Trace, person_id: int) -> list[dict[str, Any]]:
    of = table(trace.table)
    columns = [of.c[name] for name in trace.shows]
    order = list(of.primary_key.columns)
    rows = session.execute(select(*columns).where(whose(trace, person_id)).order_by(*order))
    return [dict(zip(trace.shows, row, strict=True)) for row in rows]


def _said(row: Mapping[str, Any], names: Mapping[tuple[str, Any], str]) -> Mapping[str, Any]:
    return {
        column: names.get((column, said), said) if column in SAID_BY else said
        for column, said in row.items()
    }


def _names(session: Session, found: Sequence[Section]) -> dict[tuple[str, Any], str]:
    """By column and number, in words."""
    return {
        (column, number): words
        for column, (name, says) in SAID_BY.items()
        if (numbers := set(_values(found, column)))
        for number, words in session.execute(
            select(table(name).c.id, table(name).c[says]).where(table(name).c.id.in_(numbers))
        )
    }


def _values(found: Sequence[Section], column: str) -> Iterator[int]:
    for each in found:
        if column in each.trace.shows:
            yield from (row[column] for row in each.rows if row[column] is not None)
