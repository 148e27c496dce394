"""What a librarian does to terms: they change, and what people wrote does not."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.db import transaction
from community.errors import NotFound
from community.search import index
from community.topics import editing, links, merging
from community.topics.editing import (
    GoesInCircles,
    NameIsTaken,
    NoSuchBroader,
    TermDraft,
    TermIsUsed,
)
from community.topics.finding import terms_for
from community.topics.models import KIND, Term, TermLabel
from tests.factories import a_library, a_theme
from tests.gatherings.crowd import rush
from tests.register.entries import a_request, an_entry
from tests.topics.rows import a_term


def found(session, library, words):
    return {hit.subject_id for hit in index.search(session, library.id, KIND, words)}


def names(term):
    return {(each.language, each.label) for each in term.labels}


def test_a_term_is_found_by_all_its_words_from_the_moment_it_is_there(session, app):
    library = a_library()
    baking = a_term("bakken", library=library, theme="koken-voeding")
    draft = TermDraft(
        "Brood bakken",
        frozenset({a_theme("koken-voeding").id}),
        broader=["Bakken"],
        words={"nl": ["zuurdesem", "Zuurdesem", "brood bakken"], "tr": ["ekmek yapmak"]},
    )
    with transaction() as tx:
        made = editing.add_term(tx, library.id, draft)
    assert found(session, library, "zuurdesem") == found(session, library, "ekmek") == {made.id}
    assert [term.id for term in made.broader] == [baking.id]
    assert len(made.labels) == 2
    draft = TermDraft("Brood bakken", words={"tr": ["ekmek pişirmek"]}, is_sensitive=True)
    with transaction() as tx:
        editing.change_term(tx, library.id, made.id, draft)
    session.expire_all()
    assert found(session, library, "zuurdesem") == set()
    assert made.is_sensitive
    assert made.themes == []
    assert made.broader == []
    assert names(made) == {("tr", "ekmek pişirmek")}


def test_saving_the_same_again_keeps_every_word_as_it_was(session, app):
    term = a_term(words={"nl": ["band plakken"], "en": ["bicycle repair"]})
    before = session.scalars(select(TermLabel.id)).all()
    draft = TermDraft(term.label, words={"nl": ["band plakken"], "en": ["bicycle repair"]})
    with transaction() as tx:
        editing.change_term(tx, term.library_id, term.id, draft)
    assert session.scalars(select(TermLabel.id)).all() == before


def test_what_cannot_be_is_refused(session, app):
    library = a_library()
    baking, bread = (a_term(each, library=library) for each in ("bakken", "brood bakken"))
    with transaction() as tx:
        editing.change_term(tx, library.id, bread.id, TermDraft("brood bakken", broader=["bakken"]))
    refused = [
        (NameIsTaken, bread, TermDraft("BAKKEN")),
        (NoSuchBroader, bread, TermDraft("brood bakken", broader=["koken"])),
        (GoesInCircles, baking, TermDraft("bakken", broader=["bakken"])),
        (GoesInCircles, baking, TermDraft("bakken", broader=["brood bakken"])),
    ]
    for why, term, draft in refused:
        with pytest.raises(why), transaction() as tx:
            editing.change_term(tx, library.id, term.id, draft)
    an_entry(library=library, terms=[bread])
    with pytest.raises(TermIsUsed), transaction() as tx:
        editing.remove_term(tx, library.id, bread.id)
    with transaction() as tx:
        editing.remove_term(tx, library.id, baking.id)
    assert session.scalars(select(Term.label)).all() == ["brood bakken"]
    assert found(session, library, "bakken") == {bread.id}


def test_merging_keeps_every_name_and_moves_every_link(session, app):
    library = a_library()
    stays = a_term(library=library, words={"nl": ["band plakken"], "en": ["bike repair"]})
    goes = a_term(
        "rijwielen maken", library=library, theme="duurzaam-wonen", is_sensitive=True,
        words={"en": ["Bike Repair"], "pl": ["naprawa rowerów"]},
    )  # fmt: skip
    narrow = a_term("e-bikes", library=library)
    with transaction() as tx:
        below = TermDraft("e-bikes", broader=["rijwielen maken"])
        editing.change_term(tx, library.id, narrow.id, below)
    one = an_entry("Ik plak banden", library=library, terms=[goes])
    both = an_entry("Alles met wielen", library=library, terms=[goes, stays])
    asked = a_request("Mijn fiets is stuk", library=library, terms=[goes])
    merger = merging.preview(session, library.id, goes.id, stays.id)
    assert [number for _, number in merger.moving] == [3]
    assert merger.below == 1
    with transaction() as tx:
        merging.merge(tx, library.id, goes.id, stays.id)
    session.expire_all()
    assert session.scalars(select(Term.label).order_by(Term.id)).all() == [stays.label, "e-bikes"]
    assert names(stays) == {
        ("nl", "band plakken"), ("en", "bike repair"), ("nl", "rijwielen maken"),
        ("pl", "naprawa rowerów"),
    }  # fmt: skip
    assert [theme.slug for theme in stays.themes] == ["techniek-reparatie", "duurzaam-wonen"]
    assert stays.is_sensitive
    assert narrow.broader == [stays]
    for entry in (one, both, asked):
        assert entry.terms == [stays]
    assert [one.title, both.title, asked.title] == [
        "Ik plak banden", "Alles met wielen", "Mijn fiets is stuk",
    ]  # fmt: skip
    assert found(session, library, "rijwielen") == {stays.id}
    offers = {hit.subject_id for hit in index.search(session, library.id, "offer", "naprawa")}
    assert offers == {one.id, both.id}
    assert [each.term.id for each in terms_for(session, library.id, "rijwielen maken")] == [
        stays.id
    ]


def test_merging_never_makes_a_term_broader_than_itself(session, app):
    library = a_library()
    top, middle, low = (a_term(each, library=library) for each in ("boven", "midden", "onder"))
    for term, broader in ((middle, "boven"), (low, "midden")):
        with transaction() as tx:
            draft = TermDraft(term.label, broader=[broader])
            editing.change_term(tx, library.id, term.id, draft)
    with transaction() as tx:
        merging.merge(tx, library.id, top.id, low.id)
    session.expire_all()
    assert low.broader == [middle]
    assert middle.broader == []


def test_a_link_of_a_room_is_a_table_of_terms(app):
    assert {"register", "skills"} <= set(links.registered())
    for link in links.registered().values():
        assert {"term_id", link.owner} == set(link.table.c.keys())
        assert link.in_words(2) != link.in_words(1)


def test_of_librarians_who_edit_at_once_the_second_finds_what_the_first_made(session, app):
    """Two merge in a circle, and many add the same term: one of each does."""
    library = a_library()
    library_id = library.id
    one, other = a_term("fietsen", library=library), a_term("rijwielen", library=library)
    entry = an_entry(library=library, terms=[one])

    def merging_of(goes, stays):
        def merge():
            with transaction() as tx:
                merging.merge(tx, library_id, goes, stays)

        return merge

    def add():
        with transaction() as tx:
            editing.add_term(tx, library_id, TermDraft("bakken", words={"nl": ["taart"]}))

    acts = [merging_of(one.id, other.id), merging_of(other.id, one.id), add, add, add]
    session.rollback()
    failed = rush(app, acts)
    session.expire_all()
    assert {type(error) for error in failed} == {NotFound, NameIsTaken}
    assert len(failed) == 3
    (left,) = session.scalars(select(Term).where(Term.label != "bakken"))
    assert entry.terms == [left]
    assert len(left.labels) == 1
