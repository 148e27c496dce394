"""Putting documents where they are found, and finding them."""

from __future__ import annotations

from itertools import chain
from typing import Any

from sqlalchemy import Select, delete, select
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
    found.title, found.text = said.title, said.text
    found.labels = [[label.preferred, *label.also] for label in said.labels]
    found.folded = fold_all(said.title, said.text, *chain.from_iterable(found.labels))


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


def _find(session: Session, library_id: int, kind: str, subject_id: int) -> SearchDocument | None:
    return session.scalar(
        select(SearchDocument).where(
            SearchDocument.library_id == library_id,
            SearchDocument.kind == kind,
            SearchDocument.subject_id == subject_id,
        )
    )
