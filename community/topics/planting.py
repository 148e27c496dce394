"""The terms that a library begins with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from community.db import table_of
from community.search import index
from community.topics import queries
from community.topics.models import KIND, Term, term_broader, term_theme
from community.topics.vocabulary import Entry, entries

#: Thousands of rows in one statement. CROSS JOIN: SQLite keeps to this order and finds by index.
_LABELS = """
    INSERT INTO term_label (library_id, term_id, language, label, folded)
    SELECT :library_id, term.id, {columns} FROM {rows}
    CROSS JOIN term WHERE term.library_id = :library_id AND term.folded = {term}
"""
_EACH = {
    "sqlite": {
        "rows": "json_each(:said) AS said",
        "columns": "said.value ->> 1, said.value ->> 2, said.value ->> 3",
        "term": "said.value ->> 0",
    },
    "postgresql": {
        "rows": "json_array_elements(CAST(:said AS json)) AS said",
        "columns": "said ->> 1, said ->> 2, said ->> 3",
        "term": "said ->> 0",
    },
}


def plant(session: Session, library_id: int) -> int:
    """Give a library the terms of the house, unless it has terms; how many it got.

    From then on they are the library's own: what it changes is never planted over.
    """
    if queries.has_terms(session, library_id):
        return 0
    said = entries()
    ids = _add_terms(session, library_id, said)
    by_name = {entry.folded: term_id for entry, term_id in zip(said, ids, strict=True)}
    theme_ids = {theme.slug: theme.id for theme in queries.list_themes(session)}
    rows = list(zip(ids, said, strict=True))
    _add_labels(session, library_id)
    session.execute(insert(term_theme), [
        {"term_id": term_id, "theme_id": theme_ids[slug]}
        for term_id, entry in rows for slug in entry.themes
    ])  # fmt: skip
    session.execute(insert(term_broader), [
        {"term_id": term_id, "broader_id": by_name[name]}
        for term_id, entry in rows for name in entry.broader
    ])  # fmt: skip
    index.put_all(session, library_id, KIND, {term_id: each.document for term_id, each in rows})
    return len(rows)


def _add_terms(session: Session, library_id: int, said: Sequence[Entry]) -> Sequence[int]:
    """Their ids, in the same order."""
    table = table_of(Term)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return session.scalars(statement, [
        {"library_id": library_id, "label": entry.label, "folded": entry.folded,
         "is_sensitive": entry.is_sensitive, "esco_uri": None}
        for entry in said
    ]).all()  # fmt: skip


def _add_labels(session: Session, library_id: int) -> None:
    dialect = session.get_bind().dialect.name
    statement = text(_LABELS.format(**_EACH[dialect]))
    session.execute(statement, {"library_id": library_id, "said": _labels()})


@cache
def _labels() -> str:
    """All of them as JSON: a list of term, language, label and folded label."""
    return json.dumps([
        [entry.folded, each.language, each.label, each.folded]
        for entry in entries() for each in entry.labels
    ])  # fmt: skip
