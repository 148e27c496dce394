"""What is put is found: by its words, other forms of them, and every name of what it is about."""

from __future__ import annotations

import socket
from functools import cache

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from community.clock import now
from community.config import WrongSetting
from community.db import db, transaction
from community.search import index, meaning, reading, tiers
from community.search.hits import Because, Document, Label, Reason
from community.search.meaning import Models
from community.search.models import SearchDocument
from tests.conftest import make_app
from tests.factories import a_library

FIETSEN = Label(
    "fietsen repareren", ("fiets maken", "bike repair", "تصليح الدراجات", "naprawa rowerów")
)
PROGRAMMA = Label("programmeren", ("programma schrijven",))
KOKEN = Label("koken", ("eten maken", "cooking", "yemek pişirmek"))

OFFERS = {
    1: Document("Ik plak je band", "Elke zaterdag in de schuur. Ook kinderfietsen!", (FIETSEN,)),
    2: Document("Samen koken uit Aleppo", "Ik kook al dertig jaar voor een groot gezin.", (KOKEN,)),
    3: Document("Gitaarles voor beginners", "Ik speel sinds mijn veertiende."),
    4: Document("Belastingaangifte invullen", "Rustig aan, met een kop koffie."),
}  # fmt: skip


@pytest.fixture(params=["words", "meaning"])
def tier(request) -> None:
    """Everything here holds for every tier."""
    request.getfixturevalue("meaning_too" if request.param == "meaning" else "words_alone")


@pytest.fixture
def words_alone(monkeypatch) -> None:
    monkeypatch.setattr(tiers, "models", lambda: None)


@pytest.fixture
def meaning_too(monkeypatch) -> None:
    monkeypatch.setattr(tiers, "models", the_models)
    monkeypatch.setattr(tiers, "load", the_models)


@cache
def the_models() -> Models | None:
    return meaning.load()


@pytest.fixture
def library_id(app, tier) -> int:
    library = a_library()
    with transaction() as tx:
        for number, said in OFFERS.items():
            index.put(tx, library.id, "offer", number, said)
    while reading.read_next(now()):
        pass
    return library.id


def found(library_id: int, question: str, **how) -> list[int]:
    hits = index.search(db.session(), library_id, "offer", question, **how)
    assert all(hit.reasons and 0 < hit.score <= 1 for hit in hits)
    return [hit.subject_id for hit in hits]


ANSWERS = {
    "Wie kan mijn kinderfiets repareren?": 1,
    "bandenplakken": 1,
    "naprawa roweru": 1,
    "تصليح دراجة": 1,
    "kookles": 2,
    "gekookt": 2,
    "gietaar spelen": 3,
    "hulp met de belastng aangifte": 4,
}


def test_it_is_found_in_another_form_another_spelling_and_another_language(library_id):
    first = {question: found(library_id, question)[:1] for question in ANSWERS}
    assert first == {question: [answer] for question, answer in ANSWERS.items()}


def test_no_good_match_is_an_answer_too(library_id):
    for question in ("paardrijden", "wie kan mij helpen?", "", "%", "' OR \" *", "a"):
        assert found(library_id, question) == [], question


def test_only_who_is_among_those_that_may_be_seen_shapes_the_answer(library_id):
    among = select(SearchDocument.subject_id).where(SearchDocument.subject_id.in_([2, 3, 4]))
    assert found(library_id, "fiets repareren", among=among) == []
    before = index.search(db.session(), library_id, "offer", "gitaar en koken", among=among)
    with transaction() as tx:
        for number in range(10, 40):
            index.put(tx, library_id, "offer", number, Document("Gitaar", "gitaar gitaarles"))
    assert index.search(db.session(), library_id, "offer", "gitaar en koken", among=among) == before


def test_another_library_and_another_kind_are_not_searched(library_id):
    elsewhere = a_library(slug="elders").id
    with transaction() as tx:
        index.put(tx, elsewhere, "offer", 9, OFFERS[3])
        index.put(tx, library_id, "request", 9, OFFERS[3])
    assert found(library_id, "gitaar") == [3]


def test_what_is_said_anew_is_forgotten_and_what_is_removed_is_gone(library_id):
    with transaction() as tx:
        index.put(tx, library_id, "offer", 3, Document("Pianoles"))
        index.remove(tx, library_id, "offer", 4)
    assert found(library_id, "gitaar") == found(library_id, "belasting") == []
    assert found(library_id, "piano") == [3]
    with transaction() as tx:
        tx.execute(sa.text("DELETE FROM library"))
        if db.engine.dialect.name == "sqlite":
            left = "SELECT count(*) FROM search_trigram WHERE search_trigram MATCH 'pia'"
        else:
            left = "SELECT count(*) FROM search_trigram"
        assert tx.scalar(sa.text(left)) == 0


def test_each_says_why(library_id):
    def why(question: str) -> tuple[Reason, ...]:
        return index.search(db.session(), library_id, "offer", question)[0].reasons

    assert why("bike repair") == (Reason(Because.SAME_TERM, "fietsen repareren"),)
    assert Reason(Because.OWN_WORDS, "Ik plak je band") in why("band plakken")
    assert why("Aleppo") == (Reason(Because.OWN_WORDS, "Samen koken uit Aleppo"),)
    assert why("gietaar")[0] == Reason(Because.ALIKE, "Gitaarles")


def test_what_says_the_same_in_quite_other_words_is_found_by_its_meaning(app, meaning_too):
    library = a_library()
    with transaction() as tx:
        index.put(tx, library.id, "offer", 1, Document("Kijk door mijn telescoop naar Saturnus"))
        index.put(tx, library.id, "offer", 2, Document("Samen taarten bakken"))
        index.put(tx, library.id, "offer", 3, Document("Sterren kijken met een verrekijker"))
    assert found(library.id, "stargazing and planets") == []  # Nobody has read them yet.
    assert reading.read_next(now())
    assert not reading.read_next(now())
    hits = index.search(db.session(), library.id, "offer", "stargazing and planets")
    assert hits[0].subject_id in (1, 3)
    assert hits[0].reasons == (Reason(Because.MEANING),)
    among = select(SearchDocument.subject_id).where(SearchDocument.subject_id == 2)
    assert found(library.id, "stargazing and planets", among=among) == []

    with transaction() as tx:
        index.put(tx, library.id, "offer", 1, Document("Vloerkleden weven"))
        index.remove(tx, library.id, "offer", 3)
    assert found(library.id, "stargazing and planets") == []  # What it said before is forgotten.
    assert reading.read_next(now())
    assert 1 in found(library.id, "weaving rugs and carpets")


def test_nothing_of_a_text_leaves_the_machine(monkeypatch):
    def refuse(*_args, **_how):
        raise AssertionError("a socket")

    monkeypatch.setattr(socket.socket, "__init__", refuse)
    models = meaning.load()
    assert [model.name for model in models.all] == ["e5", "use"]
    assert models.question("gitaar") is not None
    assert models.vectors(["Gitaarles", "Pianoles"])


def test_without_the_packages_search_is_by_words(monkeypatch):
    monkeypatch.setattr(meaning, "_package", lambda _name: None)
    assert meaning.load() is None


def test_what_only_comes_near_says_so_and_comes_last(library_id):
    def fits(question: str) -> dict[int, bool]:
        hits = index.search(db.session(), library_id, "offer", question)
        return {hit.subject_id: hit.fits for hit in hits}

    assert fits("gitaar spelen") == {3: True}
    assert not any(fits("drumstel, trompet en gitaar gezocht").values())
    assert not any(fits("Ik wil graag leren haken").values())  # Nor by a slip *maken* or *koken*.
    with transaction() as tx:
        index.put(tx, library_id, "offer", 9, Document("Foto's bewerken", labels=[PROGRAMMA]))
    [hit] = index.search(db.session(), library_id, "offer", "schrijven op rijm")
    assert (hit.subject_id, hit.fits) == (9, False)
    assert hit.reasons == (Reason(Because.ALIKE, "programmeren"),)  # Only a part of its name.


def test_the_index_keeps_in_step_after_every_migration(app):
    """Batch mode on SQLite copies a table and drops its triggers without a word."""
    if db.engine.dialect.name == "sqlite":
        standing = (
            "SELECT name FROM sqlite_master WHERE tbl_name = 'search_document' AND type = 'trigger'"
        )
        made = {f"search_document_is_{done}" for done in ("put", "removed", "changed")}
    else:
        standing = (
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'search_document'::regclass"
            " UNION ALL SELECT indexname FROM pg_indexes WHERE tablename = 'search_trigram'"
        )
        made = {"search_document_is_put", "ix_search_trigram_grams"}
    assert made <= set(db.session().scalars(sa.text(standing)))


def test_a_wrong_setting_stops_the_start(tmp_path):
    with pytest.raises(WrongSetting, match="COMMUNITY_SEARCH must be auto, words or meaning"):
        make_app("sqlite://", tmp_path, SEARCH="best")
