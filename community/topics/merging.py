"""Two terms that are one: what will change, said beforehand, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from community.errors import DomainError
from community.libraries import queries as libraries
from community.search import index
from community.topics import editing, link_queries, queries
from community.topics.links import Link, registered
from community.topics.models import KIND, Term, term_broader
from community.words import N_


@dataclass(frozen=True, slots=True)
class Merger:
    """What it will mean."""

    goes: Term
    stays: Term
    #: So many things of each kind that are linked to the term that goes.
    moving: Sequence[tuple[Link, int]]
    below: int  #: Terms that stand below it.


class ItIsOneTerm(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("That is the same term. Choose another one."))


def preview(session: Session, library_id: int, goes_id: int, stays_id: int) -> Merger:
    if goes_id == stays_id:
        raise ItIsOneTerm
    goes = queries.get_term(session, library_id, goes_id)
    stays = queries.get_term(session, library_id, stays_id)
    moving = [
        (link, len(ids))
        for link in registered().values()
        if (ids := link_queries.list_linked(session, link, [goes_id]))
    ]
    return Merger(goes, stays, moving, queries.count_below(session, goes_id))


def merge(session: Session, library_id: int, goes_id: int, stays_id: int) -> Term:
    """The one that goes becomes another word for the one that stays, and its links follow.

    All terms are locked first, so of two librarians who merge at once the second one finds what
    the first one made. What people wrote is not touched.
    """
    if goes_id == stays_id:
        raise ItIsOneTerm
    libraries.take_turn(session, library_id)
    locked = queries.lock_terms(session, library_id, [goes_id, stays_id])
    goes, stays = locked[goes_id], locked[stays_id]
    for link in registered().values():
        _move_links(session, link, goes_id, stays_id)
    _take_over(session, goes, stays)
    session.flush()
    index.remove(session, library_id, KIND, goes_id)
    session.execute(delete(Term).where(Term.library_id == library_id, Term.id == goes_id))
    session.expunge(goes)
    session.expire(stays)
    editing.lay_out(session, stays)
    editing.lay_out_linked(session, library_id, [stays_id])
    return stays


def _move_links(session: Session, link: Link, goes_id: int, stays_id: int) -> None:
    """What was linked to both is linked once."""
    table, owner = link.table, link.table.c[link.owner]
    both = select(owner).where(table.c.term_id == stays_id)
    session.execute(delete(table).where(table.c.term_id == goes_id, owner.in_(both)))
    session.execute(update(table).where(table.c.term_id == goes_id).values(term_id=stays_id))


def _take_over(session: Session, goes: Term, stays: Term) -> None:
    """All that the one was called, where it stood and what stood below it."""
    known = {("nl", stays.folded), *((each.language, each.folded) for each in stays.labels)}
    names = [("nl", goes.label, goes.folded)]
    names += [(each.language, each.label, each.folded) for each in goes.labels]
    for language, label, folded in names:
        if (language, folded) not in known:
            known.add((language, folded))
            editing.add_word(stays, language, label, folded)
    stays.themes = list(dict.fromkeys([*stays.themes, *goes.themes]))
    stays.is_sensitive = stays.is_sensitive or goes.is_sensitive
    uri, goes.esco_uri = goes.esco_uri, None
    session.flush()
    stays.esco_uri = stays.esco_uri or uri
    _move_steps(session, goes, stays)


def _move_steps(session: Session, goes: Term, stays: Term) -> None:
    """What stood below or above the one stands so to the other, but never in a circle."""
    above = [each.id for each in goes.broader]
    below = queries.list_below(session, goes.id)
    goes.broader = []
    session.flush()
    session.execute(delete(term_broader).where(term_broader.c.broader_id == goes.id))
    session.expire(stays, ["broader"])
    steps = [(term_id, stays.id) for term_id in below] + [(stays.id, term_id) for term_id in above]
    for lower, upper in steps:
        if lower != upper and lower not in {upper, *queries.list_above(session, upper)}:
            queries.add_step(session, lower, upper)
