"""How entries are found by words: what of each is laid before the search, and the searching.

There are two documents of each: what who is signed in reads, and what everybody does. So whoever
is not signed in cannot find out by searching what a page would not tell them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from community.register import queries
from community.register.models import Direction, Entry, EntryState, SeenBy
from community.register.seeing import Viewer
from community.search import index
from community.search.hits import Document, Hit, Label

#: After the name of a kind: what everybody reads of it.
_PUBLIC = "_public"


def kind_for(direction: Direction, viewer: Viewer) -> str:
    return direction.value if viewer.is_signed_in else f"{direction.value}{_PUBLIC}"


def search(
    session: Session,
    library_id: int,
    direction: Direction,
    question: str,
    *,
    viewer: Viewer,
    among: Select[int],
    most: int,
) -> list[Hit]:
    """What of `among`, which this viewer may see, answers the question; the best first."""
    kind = kind_for(direction, viewer)
    return index.search(session, library_id, kind, question, among=among, most=most)


def lay_out(session: Session, entry: Entry) -> None:
    """Let the entry be found by what it says now; what nobody should find is taken away."""
    kinds = {
        entry.direction.value: _in_full(entry),
        f"{entry.direction.value}{_PUBLIC}": _for_everybody(entry),
    }
    is_open = is_laid_out(entry)
    for kind, said in kinds.items():
        if is_open and said is not None:
            index.put(session, entry.library_id, kind, entry.id, said)
        else:
            index.remove(session, entry.library_id, kind, entry.id)


def lay_out_all(session: Session, library_id: int, entry_ids: Collection[int]) -> None:
    """The same for many at once: after the names of a term changed, or a list was brought in."""
    entries = [
        entry
        for entry in queries.list_to_lay_out(session, library_id, entry_ids)
        if is_laid_out(entry)
    ]
    for direction in Direction:
        of_it = [entry for entry in entries if entry.direction is direction]
        told = {entry.id: _for_everybody(entry) for entry in of_it}
        public = {number: said for number, said in told.items() if said is not None}
        full = {entry.id: _in_full(entry) for entry in of_it}
        index.put_all(session, library_id, direction.value, full)
        index.put_all(session, library_id, f"{direction.value}{_PUBLIC}", public)


def is_laid_out(entry: Entry) -> bool:
    """Whether anybody finds it by its words."""
    return entry.state is EntryState.OPEN and entry.hidden_at is None


def _in_full(entry: Entry) -> Document:
    return Document(entry.title, entry.text, _labels(entry))


def _for_everybody(entry: Entry) -> Document | None:
    """Nothing of what is not for everybody, whoever might look for it."""
    if entry.seen_by is SeenBy.EVERYONE:
        return _in_full(entry)
    if entry.seen_by is SeenBy.SIGNED_IN and entry.direction is Direction.OFFER:
        return Document(entry.title, labels=_labels(entry))
    return None


def _labels(entry: Entry) -> Sequence[Label]:
    """What it is about, by every name that it is known by, in whatever language."""
    terms = [Label(term.label, tuple(other.label for other in term.labels)) for term in entry.terms]
    return terms + [Label(theme.label, (theme.label_en,)) for theme in entry.themes]
