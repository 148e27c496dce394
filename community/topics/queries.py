"""Every select of the topics room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import (
    Select,
    and_,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, selectinload

from community.errors import NotFound
from community.libraries.models import Library
from community.search.matching import has_every_word
from community.topics.models import Term, TermLabel, Theme, term_broader, term_theme

#: Of a term: its id, the language of a word for it, and that word, folded.
Word = tuple[int, str, str]


def list_themes(session: Session, ids: Collection[int] | None = None) -> Sequence[Theme]:
    """The public themes, or those of them."""
    themes = select(Theme).order_by(Theme.position, Theme.id)
    return session.scalars(themes if ids is None else themes.where(Theme.id.in_(ids))).all()


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


def find_term(session: Session, library_id: int, term_id: int) -> Term | None:
    return session.scalars(
        select(Term).where(Term.library_id == library_id, Term.id == term_id)
    ).one_or_none()


def get_term(session: Session, library_id: int, term_id: int) -> Term:
    term = find_term(session, library_id, term_id)
    if term is None:
        raise NotFound
    return term


def lock_terms(session: Session, library_id: int, ids: Collection[int]) -> Mapping[int, Term]:
    """These terms, for this transaction alone to change or to link to."""
    found = session.scalars(
        select(Term)
        .where(Term.library_id == library_id, Term.id.in_(ids))
        .order_by(Term.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if {term.id for term in found} != set(ids):
        raise NotFound
    return {term.id: term for term in found}


def find_by_name(session: Session, library_id: int, folded: str) -> Term | None:
    return session.scalars(
        select(Term).where(Term.library_id == library_id, Term.folded == folded)
    ).one_or_none()


def is_called(session: Session, term: Term, folded: str) -> bool:
    """Whether this is one of its other names in Dutch, as after a merger."""
    label = select(TermLabel.id).where(
        TermLabel.term_id == term.id, TermLabel.language == "nl", TermLabel.folded == folded
    )
    return session.scalars(label).first() is not None


def list_names(session: Session, library_id: int, most: int) -> Sequence[str]:
    names = select(Term.label).where(Term.library_id == library_id)
    return session.scalars(names.order_by(Term.folded).limit(most)).all()


def list_above(session: Session, term_id: int) -> set[int]:
    """All that is broader, at any height."""
    here, there = term_broader.c.term_id, term_broader.c.broader_id
    above = select(there.label("id")).where(here == term_id).cte("above", recursive=True)
    # UNION, not UNION ALL: so it ends, whatever there is.
    above = above.union(select(there).join(above, here == above.c.id))
    return set(session.scalars(select(above.c.id)))


def list_below(session: Session, term_id: int) -> Sequence[int]:
    """What stands right below it."""
    below = select(term_broader.c.term_id).where(term_broader.c.broader_id == term_id)
    return session.scalars(below).all()


def count_below(session: Session, term_id: int) -> int:
    return len(list_below(session, term_id))


def add_step(session: Session, lower: int, upper: int) -> None:
    """One term stands below another; that it did already is no error."""
    known = select(term_broader.c.term_id).where(
        term_broader.c.term_id == lower, term_broader.c.broader_id == upper
    )
    if session.execute(known).first() is None:
        session.execute(insert(term_broader).values(term_id=lower, broader_id=upper))


def list_all(session: Session, library_id: int) -> Sequence[Term]:
    """All terms with their words, for who compares them with another list."""
    return session.scalars(
        select(Term)
        .where(Term.library_id == library_id)
        .options(selectinload(Term.labels))
        .order_by(Term.id)
    ).all()


def list_of_theme(session: Session, library_id: int, theme_id: int, most: int) -> Sequence[Term]:
    placed = select(term_theme.c.term_id).where(term_theme.c.theme_id == theme_id)
    return session.scalars(_shown(library_id).where(Term.id.in_(placed)).limit(most)).all()


def list_without_theme(session: Session, library_id: int, most: int) -> Sequence[Term]:
    placed = select(term_theme.c.term_id)
    return session.scalars(_shown(library_id).where(Term.id.not_in(placed)).limit(most)).all()


def list_named_like(session: Session, library_id: int, words: str, most: int) -> Sequence[Term]:
    """Of which some name has every one of these words in it."""
    other = select(TermLabel.term_id).where(
        TermLabel.library_id == library_id, *has_every_word(TermLabel.folded, words)
    )
    named = or_(and_(*has_every_word(Term.folded, words)), Term.id.in_(other))
    return session.scalars(_shown(library_id).where(named).limit(most)).all()


def count_by_theme(session: Session, library_id: int) -> Mapping[int | None, int]:
    """How many terms stand under each theme; under None those without."""
    rows = session.execute(
        select(term_theme.c.theme_id, func.count())
        .select_from(Term)
        .outerjoin(term_theme, term_theme.c.term_id == Term.id)
        .where(Term.library_id == library_id)
        .group_by(term_theme.c.theme_id)
    )
    return dict(rows.all())


def _shown(library_id: int) -> Select[Term]:
    """With all that a list says of a term."""
    return (
        select(Term)
        .where(Term.library_id == library_id)
        .options(selectinload(Term.labels), selectinload(Term.broader))
        .order_by(Term.folded)
    )
