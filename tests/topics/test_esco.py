"""The European list of skills, by a list of our own invention in its form."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import func, select

from community.clock import now
from community.db import transaction
from community.search import index
from community.topics import esco
from community.topics.editing import TermDraft, change_term
from community.topics.esco_files import NotTheList, read
from community.topics.finding import suggest
from community.topics.models import KIND, Term, TermLabel
from tests.factories import a_library
from tests.topics.rows import a_term

ONE, TWO, THREE = (f"http://data.example.org/skill/{n}" for n in (1, 2, 3))
HEADER = ["conceptType", "conceptUri", "altLabels", "status", "preferredLabel", "description"]
DUTCH = [
    ("fluitketels stemmen", ONE, "ketels stemmen\nfluiten van ketels\nKetels stemmen", "released"),
    ("fietsen repareren", TWO, "rijwielherstel", "released"),
    ("dakgoten bespelen", THREE, "", "released"),
    ("oude kunst", f"{ONE}-old", "", "deprecated"),
]
ENGLISH = [("tune kettles", ONE, "kettle tuning", "released"), ("elsewhere", "x:9", "", "released")]


@pytest.fixture
def files(tmp_path):
    def write(dutch=DUTCH, english=ENGLISH):
        """As the list comes: a mark of its encoding, and several words in one quoted cell."""
        for language, rows in (("nl", dutch), ("en", english)):
            with (tmp_path / f"skills_{language}.csv").open(
                "w", encoding="utf-8-sig", newline=""
            ) as file:
                table = csv.writer(file)
                table.writerow(HEADER)
                for label, uri, others, status in rows:
                    table.writerow(
                        ["KnowledgeSkill", uri, others, status, label, 'Met "tekst",\nja']
                    )
        return read(sorted(tmp_path.glob("*.csv")))

    return write


def take(library, concepts):
    with transaction() as tx:
        return esco.take_over(tx, library.id, concepts, now=now())


def names(session, label):
    term = session.scalars(select(Term).where(Term.label == label)).one()
    return {(each.language, each.label) for each in term.labels}


def test_the_list_comes_beside_what_the_library_has_and_twice_changes_nothing(session, files):
    library = a_library()
    own = a_term("fietsen repareren", library=library, words={"nl": ["band plakken"]})
    concepts = files()
    shown = esco.compare(session, library.id, concepts)
    assert [each.uri for each in shown.new] == [ONE, THREE]
    assert [term for term, _, _ in shown.richer] == [own]
    assert session.scalar(select(func.count(Term.id))) == 1
    take(library, concepts)
    session.expire_all()
    assert names(session, "fluitketels stemmen") == {
        ("nl", "ketels stemmen"), ("nl", "fluiten van ketels"),
        ("en", "tune kettles"), ("en", "kettle tuning"),
    }  # fmt: skip
    assert names(session, "fietsen repareren") == {("nl", "band plakken"), ("nl", "rijwielherstel")}
    assert own.esco_uri == TWO
    kettles = session.scalars(select(Term.id).where(Term.esco_uri == ONE)).one()
    found = index.search(session, library.id, KIND, "kettle")
    assert [hit.subject_id for hit in found] == [kettles]
    assert suggest(session, library.id, "ketels stemmen") == [], "it has no theme yet"
    before = session.scalar(select(func.count(TermLabel.id)))
    again = take(library, files())
    assert (again.new, again.richer, again.vanished, again.same) == ([], [], [], 3)
    assert session.scalar(select(func.count(TermLabel.id))) == before


def test_what_a_librarian_called_it_stays_and_what_vanished_is_marked(session, files):
    library = a_library()
    take(library, files())
    gutters = session.scalars(select(Term).where(Term.esco_uri == THREE)).one()
    with transaction() as tx:
        change_term(tx, library.id, gutters.id, TermDraft("gootmuziek"))
    assert take(library, files(dutch=DUTCH[1:])).vanished
    session.expire_all()
    marked = session.scalars(select(Term.esco_uri).where(Term.vanished_at.is_not(None))).all()
    assert marked == [ONE]
    assert gutters.label == "gootmuziek"
    assert names(session, "gootmuziek") == {("nl", "dakgoten bespelen")}
    assert take(library, files()).back
    session.expire_all()
    assert session.scalars(select(Term).where(Term.vanished_at.is_not(None))).all() == []


def test_a_name_that_another_concept_has_is_left_out(session, files):
    library = a_library()
    a_term("Fluitketels stemmen", library=library, esco_uri="x:1")
    assert [each.uri for each in take(library, files()).taken] == [ONE]


def test_the_command_shows_first_and_does_it_when_told(app, files, tmp_path, session):
    library = a_library("vechtdal")
    files()
    paths = [str(path) for path in tmp_path.glob("*.csv")]
    command = app.test_cli_runner().invoke
    shown = command(args=["topics", "esco", *paths, "--library", "vechtdal"])
    assert "3 new: fluitketels stemmen" in shown.output
    assert "Nothing was changed" in shown.output
    done = command(args=["topics", "esco", *paths, "--all", "--apply"])
    assert done.exit_code == 0, done.output
    session.rollback()
    terms = select(func.count(Term.id)).where(Term.library_id == library.id)
    assert session.scalar(terms) == 3
    assert command(args=["topics", "esco", *paths, "--library", "nergens"]).exit_code == 1
    assert command(args=["topics", "esco", *paths]).exit_code == 2


def test_what_is_not_the_list_is_told(tmp_path):
    for name, content in {
        "skills_nl.csv": b"conceptUri,preferredLabel\nx,y\n",
        "skills_fr.csv": b"",
        "skills_en.csv": b"conceptUri,preferredLabel,altLabels\n",
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(NotTheList):
            read([path])
    path = tmp_path / "skills_nl.csv"
    path.write_bytes(b"conceptUri,preferredLabel,altLabels\nx,\xff\xfe,\n")
    with pytest.raises(NotTheList, match="Could not read"):
        read([path])
