"""Finding by meaning, together with what was found by words.

A document's degree is e5 + .2 × USE; how much of the question its words cover is added, and not
ranked apart: a rank says nothing of how good the best is. One degree decides for all: words alone
are no answer when both models say that something else is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from community.search import queries
from community.search.documents import hash_of
from community.search.queries import Candidate, Reach
from community.search.ranking import Ranked, near

if TYPE_CHECKING:
    from community.search.meaning import Bar, Degrees, Models, Shelves

#: How many are asked at once whether they may be seen.
_AT_ONCE = 400

#: What this process keeps of each database.
_kept: WeakKeyDictionary[Engine, Shelves] = WeakKeyDictionary()
_turn = Lock()


@dataclass(frozen=True, slots=True)
class Found:
    """By words, by meaning, or both."""

    document_id: int
    subject_id: int
    score: float
    fits: bool
    by_words: Ranked | None
    by_meaning: bool

    @classmethod
    def of(cls, ranked: Ranked) -> Found:
        """By words alone."""
        return cls(
            ranked.document_id,
            ranked.subject_id,
            ranked.score,
            ranked.fits,
            ranked,
            by_meaning=False,
        )


def join(
    session: Session,
    reach: Reach,
    question: str,
    models: Models,
    *,
    by_words: Sequence[tuple[Ranked, Candidate]],
    most: int,
) -> list[Found]:
    """The best of both, as far as they come near.

    Of a document that no model has read as it is now, only its words count.
    """
    degrees = _degrees(session, reach, question, models)
    near_by_words = {each.document_id for each in near([ranked for ranked, _ in by_words])}
    found = []
    for ranked, said in by_words:
        degree = degrees.of(said.document_id, hash_of(said.folded))
        if degree is not None:
            found.append(_read(models.bar, degree, said, ranked))
        elif ranked.document_id in near_by_words:
            found.append(_unread(models.bar, ranked))
    known = {said.document_id for _, said in by_words}
    best = [each for each in degrees.best(models.bar.near) if each[0] not in known]
    for said, degree in _in_reach(session, reach, degrees, best, most):
        found.append(_read(models.bar, degree, said, None))
    of_both = [each for each in found if each is not None]
    return sorted(of_both, key=lambda each: (-each.score, each.subject_id))[:most]


def _read(bar: Bar, degree: float, said: Candidate, ranked: Ranked | None) -> Found | None:
    """What a degree and words say together; None of what does not even come near."""
    total = degree + (_earned(bar, ranked) if ranked else 0.0)
    if total < bar.near:
        return None
    return Found(
        said.document_id,
        said.subject_id,
        bar.score(total),
        total >= bar.fits,
        ranked,
        by_meaning=degree >= bar.near,
    )


def _unread(bar: Bar, ranked: Ranked) -> Found:
    return replace(Found.of(ranked), score=bar.score(bar.unread + _earned(bar, ranked)))


def _earned(bar: Bar, ranked: Ranked) -> float:
    return bar.covered * ranked.covered + bar.label * (ranked.label is not None)


def _in_reach(
    session: Session,
    reach: Reach,
    degrees: Degrees,
    best: Sequence[tuple[int, float]],
    most: int,
) -> Iterator[tuple[Candidate, float]]:
    """Those that may be seen and still say what was read, the best first, until there are enough.

    How many others come before them changes neither which these are nor what they score.
    """
    seen = 0
    for start in range(0, len(best), _AT_ONCE):
        chunk = best[start : start + _AT_ONCE]
        near = queries.those_of(session, reach, [document_id for document_id, _ in chunk])
        for document_id, degree in chunk:
            said = near.get(document_id)
            if said is not None and degrees.of(document_id, hash_of(said.folded)) is not None:
                seen += 1
                yield said, degree
        if seen >= most:
            return


def _degrees(session: Session, reach: Reach, question: str, models: Models) -> Degrees:
    """How near every document of this library and kind is, by what is kept in memory.

    What was written since the last look is read first.
    """
    asked = models.question(question)
    written = queries.written(session, reach.library_id, reach.kind)
    releases = {model.name: model.version for model in models.all}
    with _turn:
        engine = session.get_bind().engine
        if engine not in _kept:
            _kept[engine] = import_module("community.search.meaning").Shelves()
        shelf = _kept[engine].take(models, reach.library_id, reach.kind)
        if written > shelf.read_to:
            since = shelf.read_to
            for each in queries.vectors_since(
                session, reach.library_id, reach.kind, since, releases
            ):
                shelf.put(*each)
            shelf.read_to = written
        return shelf.degrees(asked)
