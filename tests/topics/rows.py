"""Terms as rows, found by their names."""

from __future__ import annotations

from community.db import transaction
from community.libraries.models import Library
from community.search.folding import fold
from community.topics import editing
from community.topics.models import Term, TermLabel
from tests.factories import a_theme, saved, the_library


def a_term(
    label: str = "fietsen repareren",
    *,
    library: Library | None = None,
    theme: str = "techniek-reparatie",
    words: dict[str, list[str]] | None = None,
    **fields: object,
) -> Term:
    of = library or the_library()
    labels = [
        TermLabel(library_id=of.id, language=language, label=word, folded=fold(word))
        for language, said in (words or {}).items()
        for word in said
    ]
    themes = [a_theme(theme)] if theme else []
    term = saved(
        Term(
            library_id=of.id, label=label, folded=fold(label), labels=labels, themes=themes,
            **fields,
        )
    )  # fmt: skip
    with transaction() as tx:
        editing.lay_out(tx, tx.get_one(Term, term.id))
    return term
