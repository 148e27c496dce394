"""How well and how fast people are found: on `tests/search`, and among twenty thousand offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import flask_migrate
import psutil
from flask import Flask
from sqlalchemy import select

from community.db import db, session, transaction
from community.search import index, reading, tiers
from community.search.documents import hash_of, text_of
from community.search.hits import Document
from community.search.meaning import Model, Models
from community.search.models import SearchDocument
from tests.conftest import make_app
from tests.factories import a_library
from tests.search import measuring
from tests.search.measuring import Asked, Finder
from tools.bench.load import heading, row

OFFERS = 20_000
QUESTIONS = 120


def how_well(folder: Path) -> None:
    """Recall among the first five and mean reciprocal rank, per tier and kind, on both halves."""
    app = _house(f"sqlite:///{folder / 'found.db'}", folder / "found")
    offers = measuring.offers()
    own_words = {number: Document(said.title, said.text) for number, said in offers.items()}
    with app.app_context():
        library_id = a_library().id
        with transaction() as tx:
            index.put_all(tx, library_id, "offer", offers)
        words = _finder(library_id, None)
        models = _loaded()
        for _ in reading.read_all(library_id):
            pass
        tiers_of: Mapping[str, Finder] = {
            "trigram, own words": measuring.plain_trigram(own_words),
            "trigram, and labels": measuring.plain_trigram(offers),
            "tier 0": words,
            **{model.name: _by_model(model, offers) for model in models.all},
            "e5 + .2 use": _by_models(models, offers),
            "tier 1": _finder(library_id, models),
        }
        for half, asked in zip(("made with", "held out"), measuring.halves(), strict=True):
            heading(f"Finding, questions {half} (recall@5, MRR)")
            for name, find in tiers_of.items():
                _tell(name, asked, find)
            for name, loaded in (("tier 0", None), ("tier 1", models)):
                _tell_honesty(
                    name,
                    asked,
                    _finder(library_id, loaded),
                    _finder(library_id, loaded, only_fitting=True),
                )
        db.engine.dispose()


def how_fast(engine: str, url: str, folder: Path) -> None:
    """Median and p95 of a search among twenty thousand, by words and by meaning."""
    heading(f"Search among {OFFERS:,} offers, {engine}")
    app = _house(url, folder)
    with app.app_context():
        library_id = a_library().id
        begun = perf_counter()
        with transaction() as tx:
            index.put_all(tx, library_id, "offer", dict(_many()))
        row("put", f"{perf_counter() - begun:.1f} s")
        asked = [each.question for each in measuring.questions()[:: 271 // QUESTIONS]]
        _time("by words", asked, _finder(library_id, None), "median ≤ 30 ms")
        before = psutil.Process().memory_info().rss
        models = _loaded()
        _as_if_read(library_id, models)
        find = _finder(library_id, models)
        begun = perf_counter()
        find(asked[0])
        row("vectors into memory, once", f"{(perf_counter() - begun) * 1000:.0f} ms")
        _time("by meaning, both models warm", asked, find, "median ≤ 60 ms")
        grown = (psutil.Process().memory_info().rss - before) / 1e6
        row("memory for models and vectors", f"{grown:.0f} MB")
        db.session.remove()
        db.engine.dispose()


def _house(url: str, folder: Path) -> Flask:
    folder.mkdir(parents=True, exist_ok=True)
    app = make_app(url, folder)
    with app.app_context():
        flask_migrate.upgrade()
    return app


def _loaded() -> Models:
    tiers.choose(tiers.Tier.MEANING)
    models = tiers.load()
    if models is None:
        raise SystemExit("the packages of requirements/semantic.txt are not here")
    return models


def _finder(library_id: int, models: Models | None, *, only_fitting: bool = False) -> Finder:
    tier = tiers.Tier.MEANING if models else tiers.Tier.WORDS

    def find(question: str) -> Sequence[int]:
        tiers.choose(tier)
        hits = index.search(session(), library_id, "offer", question)
        return [hit.subject_id for hit in hits if hit.fits or not only_fitting]

    return find


def _by_model(model: Model, offers: Mapping[int, Document]) -> Finder:
    vectors = model.passages(_texts(offers))
    return _nearest(list(offers), lambda question: vectors @ model.query(question))


def _by_models(models: Models, offers: Mapping[int, Document]) -> Finder:
    each = [(model, model.passages(_texts(offers))) for model in models.all]
    return _nearest(
        list(offers),
        lambda asked: sum(model.counts * (they @ model.query(asked)) for model, they in each),
    )


def _nearest(numbers: Sequence[int], degrees: Callable[[str], Any]) -> Finder:
    return lambda question: [numbers[at] for at in (-degrees(question)).argsort()[:20]]


def _texts(offers: Mapping[int, Document]) -> list[str]:
    return [
        text_of(each.title, each.text, [[label.preferred] for label in each.labels])
        for each in offers.values()
    ]


def _tell(name: str, asked: Sequence[Asked], find: Finder) -> None:
    whole = measuring.figures(asked, find)
    row(name, f"{whole.recall:.3f}  {whole.mrr:.3f}", _by_kind(asked, find))


def _tell_honesty(name: str, asked: Sequence[Asked], find: Finder, fitting: Finder) -> None:
    """How often is said that nothing fits: where nothing does, and where something does."""
    told, nothing = measuring.silence(asked, fitting), measuring.silence(asked, find)
    wrongly = measuring.silence(asked, fitting, answered=True)
    row(
        f"{name}, no good match",
        f"{told:.2f} of what nothing answers (nothing at all: {nothing:.2f}), "
        f"{wrongly:.3f} of what something does",
        "≥ .7",
    )


def _by_kind(asked: Sequence[Asked], find: Finder) -> str:
    kinds = (*measuring.DUTCH, *measuring.ACROSS_LANGUAGES)
    each = {kind: [one for one in asked if one.kind == kind] for kind in kinds}
    found = {kind: measuring.figures(some, find) for kind, some in each.items()}
    return "  ".join(f"{kind} {one.recall:.2f}/{one.mrr:.2f}" for kind, one in found.items())


def _many() -> Iterator[tuple[int, Document]]:
    """Each begins as one of the test set's and goes on as another, so that no two are the same."""
    random, offers = Random(6), list(measuring.offers().values())  # noqa: S311
    for number in range(1, OFFERS + 1):
        one, other = offers[number % len(offers)], random.choice(offers)
        yield number, Document(f"{one.title} {number}", f"{one.text} {other.title}", one.labels)


def _as_if_read(library_id: int, models: Models) -> None:
    """Give every document the vectors of the offer it begins as: reading all takes minutes."""
    made = models.vectors(_texts(measuring.offers()))
    releases = {model.name: model.version for model in models.all}
    known = len(measuring.offers())
    asked = select(SearchDocument.id, SearchDocument.subject_id, SearchDocument.folded)
    rows = session().execute(asked.where(SearchDocument.library_id == library_id))
    each = [(one.id, one.subject_id, hash_of(one.folded)) for one in rows]
    session().rollback()
    for start in range(0, len(each), 500):
        some = each[start : start + 500]
        vectors = {
            document_id: {name: kept[number % known] for name, kept in made.items()}
            for document_id, number, _ in some
        }
        with transaction() as tx:
            reading.write(tx, releases, {one: text for one, _, text in some}, vectors)


def _time(name: str, asked: Sequence[str], find: Finder, aim: str) -> None:
    for question in asked:
        find(question)
    took = []
    for question in asked:
        begun = perf_counter()
        find(question)
        took.append((perf_counter() - begun) * 1000)
    row(name, f"median {median(took):.1f} ms, p95 {quantiles(took, n=20)[-1]:.1f} ms", aim)
