"""Searching a few rows that have no documents of their own: read, ranked and let go again."""

from __future__ import annotations

from collections.abc import Mapping

from community.search import documents, questions
from community.search.hits import Document
from community.search.queries import Candidate
from community.search.ranking import near, rank


def best(question: str, said: Mapping[int, Document], *, most: int) -> list[int]:
    """Which of these answer the question by their words, the best first; only what fits."""
    asked = questions.read(question)
    if not asked.words or not said:
        return []
    ranked = rank(
        asked, [Candidate(number, number, documents.folded(each)) for number, each in said.items()]
    )
    return [each.subject_id for each in near(ranked) if each.fits][:most]
