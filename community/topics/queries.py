"""Every select of the topics room."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session, selectinload

from community.libraries.models import Library
from community.topics.models import Term, TermLabel, Theme

#: Of a term: its id, the language of a word for it, and that word, folded.
Word = tuple[int, str, str]


def list_themes(session: Session) -> Sequence[Theme]:
    return session.scalars(select(Theme).order_by(Theme.position)).all()


def has_terms(session: Session, library_id: int) -> bool:
    return session.scalar(select(Term.id).where(Term.library_id == library_id).limit(1)) is not None


def list_libraries_without_terms(session: Session) -> Sequence[int]:
    planted = select(Term.id).where(Term.library_id == Library.id).exists()
    return session.scalars(select(Library.id).where(~planted).order_by(Library.id)).all()


def list_words_beginning(
    session: Session, library_id: int, heads: Collection[str]
) -> Sequence[Word]:
    """Words for terms, in every language, of which the first three letters are one of `heads`."""
    own = select(Term.id, literal("nl"), Term.folded).where(
        Term.library_id == library_id,
        func.substr(Term.folded.concat(" "), 1, 3).in_(heads),
    )
    other = select(TermLabel.term_id, TermLabel.language, TermLabel.folded).where(
        TermLabel.library_id == library_id,
        func.substr(TermLabel.folded.concat(" "), 1, 3).in_(heads),
    )
    rows = session.execute(union_all(own, other))
    return [(term_id, language, folded) for term_id, language, folded in rows]


def list_terms(session: Session, library_id: int, ids: Collection[int]) -> Sequence[Term]:
    """These terms, with their themes."""
    return session.scalars(
        select(Term)
        .where(Term.library_id == library_id, Term.id.in_(ids))
        .options(selectinload(Term.themes))
    ).all()
