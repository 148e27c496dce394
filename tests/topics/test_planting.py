"""Every library begins with the terms of the house, and makes them its own."""

from __future__ import annotations

import json

from sqlalchemy import func, select

from community.clock import now
from community.db import transaction
from community.libraries.services import create_library
from community.search import index
from community.topics import jobs, queries, vocabulary
from community.topics.models import KIND, Term, TermLabel, Theme, term_broader
from community.topics.planting import plant
from tests.factories import a_library


def test_a_library_opens_with_terms_that_are_its_own(session, app):
    with transaction() as tx:
        first = create_library(tx, "vechtdal", now=now())
        second = create_library(tx, "zuidpolder", now=now())
    mine = {term.label: term for term in terms_of(session, first.id)}
    theirs = {term.label: term for term in terms_of(session, second.id)}
    assert mine.keys() == theirs.keys() == {entry.label for entry in vocabulary.entries()}
    bread = mine["brood bakken"]
    assert [theme.slug for theme in bread.themes] == ["koken-voeding"]
    assert [term.label for term in bread.broader] == ["bakken"]
    assert {label.language for label in bread.labels} == set(vocabulary.LANGUAGES)
    assert {label.library_id for label in bread.labels} == {first.id}
    assert mine["verslaving"].is_sensitive
    assert not bread.is_sensitive
    found = index.search(session, second.id, KIND, "hollandaca")
    assert theirs["Nederlands leren"].id in {hit.subject_id for hit in found}
    assert mine["Nederlands leren"].id not in {hit.subject_id for hit in found}


def test_planting_twice_changes_nothing_and_what_was_changed_stays(session, app):
    library = a_library()
    with transaction() as tx:
        assert plant(tx, library.id) == len(vocabulary.entries())
    with transaction() as tx:
        tx.scalars(select(Term).where(Term.label == "yoga")).one().label = "yoga en pilates"
    before = counts(session)
    with transaction() as tx:
        assert plant(tx, library.id) == 0
    assert counts(session) == before
    assert session.scalar(select(func.count(Term.id)).where(Term.label == "yoga")) == 0


def test_a_library_from_before_the_terms_gets_them_by_the_clock(session, app):
    a_library()
    assert jobs.plant_where_none(now()) == 1
    assert jobs.plant_where_none(now()) == 0
    assert session.scalar(select(func.count(Term.id))) == len(vocabulary.entries())


def test_the_vocabulary_speaks_every_language_and_names_only_what_is_there(session, app):
    entries = vocabulary.entries()
    names = {entry.folded for entry in entries}
    slugs = set(session.scalars(select(Theme.slug)))
    assert len(names) == len(entries)
    assert {entry.themes[0] for entry in entries} == slugs
    for entry in entries:
        said = dict.fromkeys(vocabulary.LANGUAGES, 0)
        for wording in entry.labels:
            said[wording.language] += 1
        assert all(said.values()), entry.label
        assert len({(each.language, each.folded) for each in entry.labels}) == len(entry.labels)
        assert set(entry.broader) <= names - {entry.folded}, entry.label
        assert set(entry.themes) <= slugs
        assert len(set(entry.themes)) == len(entry.themes)
    assert not any(climbs_to_itself(entry.folded) for entry in entries)


def climbs_to_itself(name: str) -> bool:
    """Whether what is broader than a term is, some steps up, that term again."""
    broader = {entry.folded: entry.broader for entry in vocabulary.entries()}
    above, seen = list(broader[name]), set()
    while above:
        each = above.pop()
        if each not in seen:
            seen.add(each)
            above.extend(broader[each])
    return name in seen


def test_every_file_of_the_vocabulary_is_a_theme_of_that_name(app):
    files = list(vocabulary.FILES.glob("*.json"))
    assert files
    for path in files:
        assert json.loads(path.read_text(encoding="utf-8"))["theme"] == path.stem


def terms_of(session, library_id):
    return session.scalars(select(Term).where(Term.library_id == library_id)).all()


def counts(session):
    return [
        session.scalar(select(func.count()).select_from(table))
        for table in (Term, TermLabel, term_broader)
    ]


def test_the_themes_that_are_asked_come_in_their_order_and_no_other(session):
    every = queries.list_themes(session)
    assert len(every) > 4
    asked = [every[3].id, every[1].id]
    assert queries.list_themes(session, asked) == [every[1], every[3]]
    assert queries.list_themes(session, []) == []
