"""Selects over the link tables that other rooms registered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.topics.links import Link, registered
from community.topics.models import Term


def count_uses(session: Session, library_id: int) -> Mapping[int, int]:
    """How often each term of a library is used, by its id; those that nobody uses are not in it."""
    uses: Counter[int] = Counter()
    for link in registered().values():
        column = link.table.c.term_id
        rows = session.execute(
            select(column, func.count())
            .join(Term, Term.id == column)
            .where(Term.library_id == library_id)
            .group_by(column)
        )
        for term_id, number in rows:
            uses[term_id] += number
    return uses


def list_linked(session: Session, link: Link, term_ids: Collection[int]) -> Sequence[int]:
    """What is linked to any of these terms, by its ids, each once."""
    owner = link.table.c[link.owner]
    return session.scalars(
        select(owner).where(link.table.c.term_id.in_(term_ids)).distinct().order_by(owner)
    ).all()
