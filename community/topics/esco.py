"""The European list of skills and a library's own terms: what differs, and taking it over.

A concept is known by its URI. What a librarian called it stays; the words of the list only come
beside. New terms have no theme until a librarian gives them one, so they suggest none. What the
list no longer has is marked and kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from community.db import table_of
from community.libraries import queries as libraries
from community.libraries import versions
from community.search import index
from community.search.folding import fold
from community.topics import editing, queries
from community.topics.esco_files import Concept
from community.topics.models import KIND, Term, TermLabel
from community.topics.vocabulary import Wording, document


@dataclass(slots=True)
class Difference:
    """What taking the list over would do."""

    new: list[Concept] = field(default_factory=list)
    #: Terms that get words, and which; with the URI when they had none yet.
    richer: list[tuple[Term, str, Sequence[Wording]]] = field(default_factory=list)
    vanished: list[Term] = field(default_factory=list)
    back: list[Term] = field(default_factory=list)
    #: Another concept has this name already.
    taken: list[Concept] = field(default_factory=list)
    same: int = 0


def compare(session: Session, library_id: int, concepts: Mapping[str, Concept]) -> Difference:
    terms = queries.list_all(session, library_id)
    by_uri = {term.esco_uri: term for term in terms if term.esco_uri}
    by_name = {term.folded: term for term in terms}
    found = Difference()
    names = set(by_name)
    for concept in concepts.values():
        term = by_uri.get(concept.uri) or by_name.get(fold(concept.label))
        if term is None and fold(concept.label) not in names:
            names.add(fold(concept.label))
            found.new.append(concept)
        elif term is None or (term.esco_uri or concept.uri) != concept.uri:
            found.taken.append(concept)
        elif (words := _lacking(term, concept)) or term.esco_uri is None:
            found.richer.append((term, concept.uri, words))
        else:
            found.same += 1
    for uri, term in by_uri.items():
        if uri not in concepts and term.vanished_at is None:
            found.vanished.append(term)
        elif uri in concepts and term.vanished_at is not None:
            found.back.append(term)
    return found


def take_over(
    session: Session, library_id: int, concepts: Mapping[str, Concept], *, now: datetime
) -> Difference:
    """Doing it twice changes nothing the second time."""
    libraries.take_turn(session, library_id)
    found = compare(session, library_id, concepts)
    _add(session, library_id, found.new)
    for term, uri, words in found.richer:
        term.esco_uri = uri
        for each in words:
            editing.add_word(term, each.language, each.label, each.folded)
        editing.lay_out(session, term)
    _mark(session, found.vanished, now)
    _mark(session, found.back, None)
    editing.lay_out_linked(session, library_id, [term.id for term, _, _ in found.richer])
    versions.pages_changed(session, library_id)
    return found


def _lacking(term: Term, concept: Concept) -> list[Wording]:
    """What the list calls it and the library does not."""
    known = {(each.language, each.folded) for each in term.labels} | {("nl", term.folded)}
    said = [Wording("nl", concept.label, fold(concept.label)), *concept.words]
    return [each for each in said if (each.language, each.folded) not in known]


def _add(session: Session, library_id: int, concepts: Sequence[Concept]) -> None:
    if not concepts:
        return
    table = table_of(Term)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    ids = session.scalars(statement, [
        {"library_id": library_id, "label": each.label, "folded": fold(each.label),
         "is_sensitive": False, "esco_uri": each.uri}
        for each in concepts
    ]).all()  # fmt: skip
    rows = list(zip(ids, concepts, strict=True))
    labels = [
        {"library_id": library_id, "term_id": term_id,
         "language": word.language, "label": word.label, "folded": word.folded}
        for term_id, each in rows for word in each.words
    ]  # fmt: skip
    if labels:
        session.execute(insert(table_of(TermLabel)), labels)
    index.put_all(session, library_id, KIND, {
        term_id: document(each.label, [word.label for word in each.words]) for term_id, each in rows
    })  # fmt: skip


def _mark(session: Session, terms: Sequence[Term], moment: datetime | None) -> None:
    for term in terms:
        term.vanished_at = moment
