"""Letting the models read what they have not read yet: by the worker, never within a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.db import insert_once, session, transaction
from community.search import queries, tiers
from community.search.documents import folded, hash_of, text_of
from community.search.hits import Document, Label
from community.search.models import SearchDocument, SearchVector, SearchWriting

if TYPE_CHECKING:
    from community.search.meaning import Models

#: As many as are read in a second or two.
AT_ONCE = 50


def read_next(_now: datetime) -> bool:
    """Let the models read some documents; whether there were any."""
    models = tiers.load()
    return models is not None and _read_some(models, None) > 0


def read_all(library_id: int | None) -> Iterator[int]:
    """Let the models read all that they have not read yet; after each batch, how many it was."""
    models = tiers.load()
    while models is not None and (count := _read_some(models, library_id)):
        yield count


def fold_again(tx: Session, library_id: int, after: int) -> int | None:
    """Keep some documents by the rules of today; the id of the last, None when there was none."""
    some = queries.list_of(tx, library_id, after, AT_ONCE * 10)
    for each in some:
        labels = [Label(preferred, tuple(also)) for preferred, *also in each.labels]
        now = folded(Document(each.title, each.text, labels))
        if now != each.folded:
            each.folded = now
            tx.execute(delete(SearchVector).where(SearchVector.document_id == each.id))
    return some[-1].id if some else None


def _read_some(models: Models, library_id: int | None) -> int:
    releases = {model.name: model.version for model in models.all}
    some = queries.unread(session(), releases, most=AT_ONCE, library_id=library_id)
    texts = [text_of(each.title, each.text, each.labels) for each in some]
    hashes = {each.id: hash_of(each.folded) for each in some}
    # It takes a second or two, in which nobody is to wait for us.
    session().rollback()
    if not texts:
        return 0
    made = models.vectors(texts)
    by_document = {
        document_id: {name: vectors[at] for name, vectors in made.items()}
        for at, document_id in enumerate(hashes)
    }
    with transaction() as tx:
        write(tx, releases, hashes, by_document)
    return len(texts)


def write(
    tx: Session,
    releases: Mapping[str, str],
    hashes: Mapping[int, str],
    by_document: Mapping[int, Mapping[str, bytes]],
) -> None:
    """Keep the vectors of what still says what was read; what another worker kept stays."""
    of_kind: dict[tuple[int, str], list[SearchDocument]] = defaultdict(list)
    for each in queries.hold(tx, list(hashes)):
        if hash_of(each.folded) == hashes[each.id]:
            of_kind[each.library_id, each.kind].append(each)
    for (library_id, kind), some in sorted(of_kind.items(), key=lambda pair: pair[0]):
        written = _next_writing(tx, library_id, kind)
        _take_away(tx, [each.id for each in some])
        for each in some:
            for name, vector in by_document[each.id].items():
                insert_once(
                    tx,
                    SearchVector,
                    document_id=each.id,
                    model=name,
                    version=releases[name],
                    text_hash=hashes[each.id],
                    vector=vector,
                    written=written,
                )


def _next_writing(tx: Session, library_id: int, kind: str) -> int:
    """The number of this writing; who writes there meanwhile waits, so none is overlooked."""
    insert_once(tx, SearchWriting, library_id=library_id, kind=kind, written=0)
    writing = queries.hold_writing(tx, library_id, kind)
    writing.written += 1
    tx.flush()
    return writing.written


def _take_away(tx: Session, ids: Sequence[int]) -> None:
    tx.execute(delete(SearchVector).where(SearchVector.document_id.in_(ids)))
