"""Putting documents where they are found, and finding them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from community.search.folding import fold, fold_all
from community.search.hits import Because, Document, Hit, Reason
from community.search.matching import words_of
from community.search.models import SearchDocument

#: Of which a row's own id is one column.
Ids = Select[Any]


def put(session: Session, library_id: int, kind: str, subject_id: int, said: Document) -> None:
    """From this transaction on `said` is how the row is found; what it said before is forgotten."""
    found = _find(session, library_id, kind, subject_id)
    if found is None:
        found = SearchDocument(library_id=library_id, kind=kind, subject_id=subject_id)
        session.add(found)
    for name, value in _words_of(said).items():
        setattr(found, name, value)


def put_all(session: Session, library_id: int, kind: str, said: Mapping[int, Document]) -> None:
    """The same for many rows at once, by their ids, in a few statements."""
    for ids in _chunks(list(said)):
        session.execute(
            delete(SearchDocument).where(
                SearchDocument.library_id == library_id,
                SearchDocument.kind == kind,
                SearchDocument.subject_id.in_(ids),
            )
        )
        session.execute(
            insert(SearchDocument),
            [
                {"library_id": library_id, "kind": kind, "subject_id": subject_id}
                | _words_of(said[subject_id])
                for subject_id in ids
            ],
        )


def remove(session: Session, library_id: int, kind: str, subject_id: int) -> None:
    """The row is found no more."""
    session.flush()
    session.execute(
        delete(SearchDocument).where(
            SearchDocument.library_id == library_id,
            SearchDocument.kind == kind,
            SearchDocument.subject_id == subject_id,
        )
    )


def search(
    session: Session,
    library_id: int,
    kind: str,
    question: str,
    *,
    among: Ids | None = None,
    most: int = 20,
) -> list[Hit]:
    """What answers the question best, of the rows whose ids `among` selects; none is an answer too.

    The question is a sentence in any language. Nothing that is not in `among` shapes the answer.
    """
    asked = select(SearchDocument).where(
        SearchDocument.library_id == library_id, SearchDocument.kind == kind
    )
    if among is not None:
        asked = asked.where(SearchDocument.subject_id.in_(among))
    words = words_of(question)
    hits = []
    for each in session.scalars(asked):
        shared = [word for word in words if word in each.folded.split()]
        if shared:
            because = Because.OWN_WORDS if shared[0] in fold(each.title) else Because.SAME_TERM
            reason = Reason(because, each.title)
            hits.append(Hit(each.subject_id, len(shared) / len(words), (reason,)))
    return sorted(hits, key=lambda hit: (-hit.score, hit.subject_id))[:most]


def similar(
    session: Session,
    library_id: int,
    kind: str,
    text: str,
    *,
    among: Ids | None = None,
    most: int = 3,
) -> list[Hit]:
    """What says nearly the same as this text, while somebody is still typing it."""
    return search(session, library_id, kind, text, among=among, most=most)


def _words_of(said: Document) -> dict[str, Any]:
    labels = [[label.preferred, *label.also] for label in said.labels]
    folded = fold_all(said.title, said.text, *chain.from_iterable(labels))
    return {"title": said.title, "text": said.text, "labels": labels, "folded": folded}


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]


def _find(session: Session, library_id: int, kind: str, subject_id: int) -> SearchDocument | None:
    return session.scalar(
        select(SearchDocument).where(
            SearchDocument.library_id == library_id,
            SearchDocument.kind == kind,
            SearchDocument.subject_id == subject_id,
        )
    )
