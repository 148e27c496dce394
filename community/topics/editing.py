"""What a librarian does to a term: add, rename, say it in other words, put it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.errors import DomainError
from community.libraries import queries as libraries
from community.libraries import versions
from community.search import index
from community.search.folding import fold
from community.topics import link_queries, queries
from community.topics.links import registered
from community.topics.models import KIND, Term, TermLabel
from community.topics.vocabulary import document
from community.words import N_


@dataclass(frozen=True, slots=True)
class TermDraft:
    """A term as a librarian wants it."""

    label: str
    theme_ids: frozenset[int] = frozenset()
    broader: Sequence[str] = ()  #: Other terms, as the library calls them.
    is_sensitive: bool = False
    #: By language: other words for it.
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


class NameIsTaken(DomainError):
    def __init__(self, label: str) -> None:
        super().__init__(N_("There is already a term ‘%(label)s’."), label=label)


class NoSuchBroader(DomainError):
    def __init__(self, label: str) -> None:
        super().__init__(N_("There is no term ‘%(label)s’."), label=label)


class GoesInCircles(DomainError):
    def __init__(self, label: str) -> None:
        super().__init__(
            N_("‘%(label)s’ is already below this term, so it cannot also be broader."),
            label=label,
        )


class TermIsUsed(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This term is in use. Merge it with another one instead."))


def add_term(session: Session, library_id: int, draft: TermDraft) -> Term:
    libraries.take_turn(session, library_id)
    term = Term(library_id=library_id, label=draft.label, folded=fold(draft.label))
    _refuse_taken(session, term)
    session.add(term)
    session.flush()
    _write(session, term, draft)
    return term


def change_term(session: Session, library_id: int, term_id: int, draft: TermDraft) -> Term:
    """Nobody's own words change; what is linked to the term is found by its new words."""
    libraries.take_turn(session, library_id)
    term = queries.get_term(session, library_id, term_id)
    term.label, term.folded = draft.label, fold(draft.label)
    _refuse_taken(session, term)
    _write(session, term, draft)
    lay_out_linked(session, library_id, [term_id])
    return term


def remove_term(session: Session, library_id: int, term_id: int) -> None:
    """A term that nobody uses."""
    libraries.take_turn(session, library_id)
    queries.lock_terms(session, library_id, [term_id])
    if any(link_queries.list_linked(session, link, [term_id]) for link in registered().values()):
        raise TermIsUsed
    versions.pages_changed(session, library_id)
    index.remove(session, library_id, KIND, term_id)
    session.execute(delete(Term).where(Term.library_id == library_id, Term.id == term_id))


def lay_out(session: Session, term: Term) -> None:
    """Let the term be found by what it is called now."""
    session.flush()
    versions.pages_changed(session, term.library_id)
    said = document(term.label, [each.label for each in term.labels])
    index.put(session, term.library_id, KIND, term.id, said)


def lay_out_linked(session: Session, library_id: int, term_ids: Sequence[int]) -> None:
    """Let all that is linked to these terms be found by their words as they are now."""
    session.flush()
    for link in registered().values():
        if ids := link_queries.list_linked(session, link, term_ids):
            link.lay_out(session, library_id, ids)


def _write(session: Session, term: Term, draft: TermDraft) -> None:
    term.is_sensitive = draft.is_sensitive
    term.themes = [theme for theme in queries.list_themes(session) if theme.id in draft.theme_ids]
    _set_broader(session, term, draft.broader)
    _set_words(term, draft.words)
    lay_out(session, term)


def _set_broader(session: Session, term: Term, names: Sequence[str]) -> None:
    broader = []
    for name in names:
        found = queries.find_by_name(session, term.library_id, fold(name))
        if found is None:
            raise NoSuchBroader(name)
        if found is term or term.id in queries.list_above(session, found.id):
            raise GoesInCircles(name)
        broader.append(found)
    term.broader = list(dict.fromkeys(broader))


def _set_words(term: Term, words: Mapping[str, Sequence[str]]) -> None:
    """What stays keeps its row, so that writing the same again changes nothing."""
    wanted = {
        (language, folded): label
        for language, labels in words.items()
        for label in labels
        if (folded := fold(label)) and (language, folded) != ("nl", term.folded)
    }
    for each in list(term.labels):
        if (each.language, each.folded) in wanted:
            each.label = wanted.pop((each.language, each.folded))
        else:
            term.labels.remove(each)
    for (language, folded), label in wanted.items():
        add_word(term, language, label, folded)


def add_word(term: Term, language: str, label: str, folded: str) -> None:
    term.labels.append(
        TermLabel(library_id=term.library_id, language=language, label=label, folded=folded)
    )


def _refuse_taken(session: Session, term: Term) -> None:
    with session.no_autoflush:
        other = queries.find_by_name(session, term.library_id, term.folded)
    if other is not None and other is not term:
        raise NameIsTaken(term.label)
