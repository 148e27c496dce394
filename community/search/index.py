"""Putting documents where they are found, and finding them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from community.search import documents, queries, questions, tiers
from community.search.by_meaning import Found, join
from community.search.hits import Because, Document, Hit, Reason
from community.search.models import SearchDocument, SearchVector
from community.search.queries import Ids, Reach
from community.search.ranking import near, rank
from community.search.reasons import reasons

#: Of what only comes near, nobody reads more.
MOST_NEAR = 5


def put(session: Session, library_id: int, kind: str, subject_id: int, said: Document) -> None:
    """From this transaction on `said` is how the row is found; what it said before is forgotten."""
    found = queries.find(session, library_id, kind, subject_id)
    if found is None:
        found = SearchDocument(library_id=library_id, kind=kind, subject_id=subject_id)
        session.add(found)
    words = _words_of(said)
    if found.id is not None and found.folded != words["folded"]:
        # Nobody is to find by its meaning what it says no more.
        session.execute(delete(SearchVector).where(SearchVector.document_id == found.id))
    for name, value in words.items():
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

    What fits comes first, and then a little of what only comes near.
    The question is a sentence in any language. Nothing that is not in `among` shapes the answer.
    """
    asked = questions.read(question)
    if not asked.words:
        return []
    reach = Reach(library_id, kind, among)
    candidates = queries.candidates(session, reach, asked.grams)
    ranked = rank(asked, candidates)
    models = tiers.models()
    if models is None:
        found = [Found.of(each) for each in near(ranked)]
    else:
        said = {each.document_id: each for each in candidates}
        by_words = [(each, said[each.document_id]) for each in ranked]
        found = join(session, reach, question, models, by_words=by_words, most=most)
    fitting = [each for each in found if each.fits]
    only_near = [each for each in found if not each.fits][:MOST_NEAR]
    return _hits(session, [*fitting, *only_near][:most])


def _hits(session: Session, best: Sequence[Found]) -> list[Hit]:
    said = queries.documents(session, [each.document_id for each in best])
    return [
        Hit(each.subject_id, each.score, each.fits, _because(each, said[each.document_id]))
        for each in best
    ]


def _because(found: Found, said: SearchDocument) -> tuple[Reason, ...]:
    """What stands there needs no more; of what only looks like it, the meaning says more."""
    by_words = reasons(found.by_words, said) if found.by_words else ()
    if by_words and not (found.by_meaning and by_words[0].because is Because.ALIKE):
        return by_words
    return (*by_words, Reason(Because.MEANING))


def _words_of(said: Document) -> dict[str, Any]:
    labels = [[label.preferred, *label.also] for label in said.labels]
    folded = documents.folded(said)
    return {"title": said.title, "text": said.text, "labels": labels, "folded": folded}


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]
