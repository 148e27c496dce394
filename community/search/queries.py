"""Every select of the room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, column, literal_column, or_, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from community.search.models import SearchDocument

#: Of which a row's own id is one column.
Ids = Select[Any]

#: As many as Python can look at closely within a few milliseconds.
MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    document_id: int
    subject_id: int
    folded: str


def find(session: Session, library_id: int, kind: str, subject_id: int) -> SearchDocument | None:
    return session.scalar(
        select(SearchDocument).where(
            SearchDocument.library_id == library_id,
            SearchDocument.kind == kind,
            SearchDocument.subject_id == subject_id,
        )
    )


def candidates(
    session: Session, library_id: int, kind: str, grams: Sequence[str], among: Ids | None
) -> list[Candidate]:
    """Those that share the most trigrams with the question; the oldest first among equals."""
    if not grams:
        return []
    asked = select(SearchDocument.id, SearchDocument.subject_id, SearchDocument.folded)
    asked = asked.where(SearchDocument.library_id == library_id, SearchDocument.kind == kind)
    if among is not None:
        asked = asked.where(SearchDocument.subject_id.in_(among))
    if session.get_bind().dialect.name == "sqlite":
        counted = _counted(grams)
        asked = asked.join(counted, counted.c.id == SearchDocument.id)
        shared: ColumnElement[int] = counted.c.shared
    else:
        stands = [SearchDocument.folded.like(f"%{gram}%") for gram in grams]
        asked = asked.where(or_(*stands))
        shared = sum((case((each, 1), else_=0) for each in stands), literal_column("0"))
    asked = asked.order_by(shared.desc(), SearchDocument.subject_id).limit(MOST_CANDIDATES)
    return [Candidate(*row) for row in session.execute(asked)]


def documents(session: Session, ids: Collection[int]) -> dict[int, SearchDocument]:
    found = session.scalars(select(SearchDocument).where(SearchDocument.id.in_(ids)))
    return {each.id: each for each in found}


def _counted(grams: Sequence[str]) -> Subquery:
    """On SQLite: of each row, how many of the trigrams its full-text index has."""
    each = " UNION ALL ".join(
        f"SELECT rowid AS id FROM search_trigram WHERE search_trigram MATCH :gram_{at}"  # noqa: S608
        for at in range(len(grams))
    )
    counting = sql(f"SELECT id, count(*) AS shared FROM ({each}) GROUP BY id")  # noqa: S608
    # A folded text has no quotes.
    counting = counting.bindparams(**{f"gram_{at}": f'"{gram}"' for at, gram in enumerate(grams)})
    return counting.columns(column("id"), column("shared")).subquery("counted")
