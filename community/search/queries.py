"""Every select of the room."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVarTuple

from sqlalchemy import (
    Select,
    Subquery,
    column,
    func,
    or_,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from community.search.models import SearchDocument, SearchVector, SearchWriting

Columns = TypeVarTuple("Columns")

#: Of which a row's own id is one column.
Ids = Select[Any]

#: As many as Python can look at closely within a few milliseconds.
MOST_CANDIDATES = 200
#: With so many trigrams to look for, one alone is chance.
ENOUGH_GRAMS = 6


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a search looks: never outside its library, its kind and what its asker may see."""

    library_id: int
    kind: str
    among: Ids | None = None

    def of(self, asked: Select[*Columns]) -> Select[*Columns]:
        asked = asked.where(
            SearchDocument.library_id == self.library_id, SearchDocument.kind == self.kind
        )
        if self.among is None:
            return asked
        return asked.where(SearchDocument.subject_id.in_(self.among))


@dataclass(frozen=True, slots=True)
class Candidate:
    document_id: int
    subject_id: int
    folded: str


_CANDIDATES = select(SearchDocument.id, SearchDocument.subject_id, SearchDocument.folded)


def find(session: Session, library_id: int, kind: str, subject_id: int) -> SearchDocument | None:
    return session.scalar(
        select(SearchDocument).where(
            SearchDocument.library_id == library_id,
            SearchDocument.kind == kind,
            SearchDocument.subject_id == subject_id,
        )
    )


def candidates(session: Session, reach: Reach, grams: Sequence[str]) -> list[Candidate]:
    """Those that share the most trigrams with the question; the oldest first among equals."""
    if not grams:
        return []
    least = 2 if len(grams) >= ENOUGH_GRAMS else 1
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    counted = (_by_full_text if on_sqlite else _by_array)(reach, grams, least)
    # Chosen by numbers alone; only of the best are the words read.
    best = select(counted.c.id, counted.c.shared)
    if reach.among is not None:
        best = best.where(counted.c.subject_id.in_(reach.among))
    best = best.order_by(counted.c.shared.desc(), counted.c.subject_id).limit(MOST_CANDIDATES)
    chosen = best.subquery("best")
    asked = _CANDIDATES.join(chosen, chosen.c.id == SearchDocument.id)
    asked = asked.order_by(chosen.c.shared.desc(), SearchDocument.subject_id)
    return [Candidate(*row) for row in session.execute(asked)]


def those_of(session: Session, reach: Reach, ids: Collection[int]) -> dict[int, Candidate]:
    """Of these documents, those within reach."""
    asked = reach.of(_CANDIDATES).where(SearchDocument.id.in_(ids))
    return {row.id: Candidate(*row) for row in session.execute(asked)}


def documents(session: Session, ids: Collection[int]) -> dict[int, SearchDocument]:
    found = session.scalars(select(SearchDocument).where(SearchDocument.id.in_(ids)))
    return {each.id: each for each in found}


def written(session: Session, library_id: int, kind: str) -> int:
    """How often vectors were written there."""
    asked = select(SearchWriting.written).where(
        SearchWriting.library_id == library_id, SearchWriting.kind == kind
    )
    return session.scalar(asked) or 0


def vectors_since(
    session: Session, library_id: int, kind: str, since: int, releases: Mapping[str, str]
) -> Iterator[tuple[int, str, dict[str, bytes]]]:
    """What was written later, per document: its id, what the models read, and their vectors."""
    asked = (
        select(
            SearchVector.document_id,
            SearchVector.text_hash,
            SearchVector.model,
            SearchVector.version,
            SearchVector.vector,
        )
        .join(SearchDocument, SearchDocument.id == SearchVector.document_id)
        .where(SearchDocument.library_id == library_id, SearchDocument.kind == kind)
        .where(SearchVector.written > since)
        .order_by(SearchVector.document_id)
    )
    rows = session.execute(asked)
    for (document_id, text_hash), each in groupby(rows, lambda row: (row[0], row[1])):
        kept = {name: vector for *_, name, release, vector in each if releases.get(name) == release}
        yield document_id, text_hash, kept


def unread(
    session: Session, releases: Mapping[str, str], *, most: int, library_id: int | None = None
) -> Sequence[SearchDocument]:
    """Documents that some model has not read in its present version, the newest first.

    `put` takes away the vectors of what says something else, so what is stale is missing.
    """
    read = (
        select(func.count())
        .select_from(SearchVector)
        .where(SearchVector.document_id == SearchDocument.id)
        .where(
            or_(
                *(
                    (SearchVector.model == name) & (SearchVector.version == release)
                    for name, release in releases.items()
                )
            )
        )
        .scalar_subquery()
    )
    asked = select(SearchDocument).where(read < len(releases))
    if library_id is not None:
        asked = asked.where(SearchDocument.library_id == library_id)
    return session.scalars(asked.order_by(SearchDocument.id.desc()).limit(most)).all()


def hold(session: Session, ids: Collection[int]) -> Sequence[SearchDocument]:
    """The documents as they are now, so that nobody takes them away meanwhile."""
    asked = select(SearchDocument).where(SearchDocument.id.in_(ids)).with_for_update()
    return session.scalars(asked.execution_options(populate_existing=True)).all()


def hold_writing(session: Session, library_id: int, kind: str) -> SearchWriting:
    asked = select(SearchWriting).where(
        SearchWriting.library_id == library_id, SearchWriting.kind == kind
    )
    asked = asked.with_for_update().execution_options(populate_existing=True)
    return session.scalars(asked).one()


def list_of(session: Session, library_id: int, after: int, most: int) -> Sequence[SearchDocument]:
    asked = select(SearchDocument).where(SearchDocument.library_id == library_id)
    asked = asked.where(SearchDocument.id > after).order_by(SearchDocument.id).limit(most)
    return session.scalars(asked).all()


def _by_full_text(reach: Reach, grams: Sequence[str], least: int) -> Subquery:
    """On SQLite: of each row with enough of the trigrams, how many its full-text index has."""
    each = " UNION ALL ".join(
        f"SELECT rowid AS id FROM search_trigram WHERE search_trigram MATCH :gram_{at}"  # noqa: S608
        for at in range(len(grams))
    )
    counting = f"""
        SELECT counted.id, said.subject_id, counted.shared
        FROM (SELECT id, count(*) AS shared FROM ({each}) GROUP BY id HAVING count(*) >= :least)
            AS counted
        JOIN search_document AS said ON said.id = counted.id
        WHERE said.library_id = :library_id AND said.kind = :kind
    """  # noqa: S608
    # A folded text has no quotes.
    return _counting(counting, reach, [f'"{gram}"' for gram in grams], least)


def _by_array(reach: Reach, grams: Sequence[str], least: int) -> Subquery:
    """On PostgreSQL the same: one look into the index for each trigram, and no text is read."""
    each = " UNION ALL ".join(
        "SELECT document_id AS id, subject_id FROM search_trigram"  # noqa: S608
        f" WHERE grams @> ARRAY[CAST(:gram_{at} AS text)]"
        " AND library_id = :library_id AND kind = :kind"
        for at in range(len(grams))
    )
    counting = f"""
        SELECT id, subject_id, count(*) AS shared FROM ({each}) AS found
        GROUP BY id, subject_id HAVING count(*) >= :least
    """  # noqa: S608
    return _counting(counting, reach, grams, least)


def _counting(counting: str, reach: Reach, grams: Sequence[str], least: int) -> Subquery:
    bound = sql(counting).bindparams(
        library_id=reach.library_id,
        kind=reach.kind,
        least=least,
        **{f"gram_{at}": gram for at, gram in enumerate(grams)},
    )
    return bound.columns(column("id"), column("subject_id"), column("shared")).subquery("counted")
