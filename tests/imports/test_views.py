"""Lists at the desk, as a browser without JavaScript sees it."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from community import outside
from community.clock import now
from community.db import db, transaction
from community.gatherings.models import Gathering, GatheringStatus
from community.imports import labels, reading
from community.imports.models import FileKind, ImportRow, ImportRun, ImportSource, ImportStatus
from community.outside import Answer, NotPublic
from tests.factories import a_librarian, a_library, a_room, the_library
from tests.imports.lists import a_calendar, a_row, a_sheet, an_event, begun

LISTS = "/vechtdal/beheer/inlezen"


@pytest.fixture
def browser(client_of):
    return client_of(a_librarian(a_library()))


def brought(browser, content=None, name="winter_programma.csv", **fields):
    given = {"source": "0", **fields}
    if content is not None:
        given["file"] = (io.BytesIO(content), name)
    return browser.post(LISTS, data=given, content_type="multipart/form-data")


def gatherings():
    return db.session().scalars(select(Gathering).order_by(Gathering.id)).all()


def test_a_list_is_brought_looked_at_taken_over_and_undone(browser):
    assert "Een lijst inlezen" in browser.get(LISTS).text
    answer = brought(browser, a_sheet(a_row(), a_row("Kaarten", "2", datum="31-2-2027")))
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "<h1>winter programma</h1>" in page
    assert "1 activiteit overnemen" in page
    assert "<strong>Datum</strong> ‘31-2-2027’: Dit is geen datum." in page
    done = browser.post(f"{answer.location}/overnemen", follow_redirects=True)
    assert "1 activiteit overgenomen" in done.text
    assert [one.title for one in gatherings()] == ["Breicafé"]
    assert (
        "1 activiteit wordt weer zoals die was"
        in browser.get(f"{answer.location}/terugdraaien").text
    )
    browser.post(f"{answer.location}/terugdraaien")
    assert gatherings() == []


def test_what_is_chosen_for_the_list_counts_at_once(browser):
    at = brought(browser, a_sheet(a_row(vestiging=""))).location
    chosen = {
        "kind": "lecture", "branch": "1", "sign_up_mode": "", "partner": "0", "where_to": "agenda",
    }  # fmt: skip
    assert browser.post(f"{at}/keuzes", data={**chosen, "branch": "999"}).status_code == 422
    browser.post(f"{at}/keuzes", data=chosen)
    browser.post(f"{at}/overnemen")
    [gathering] = gatherings()
    assert (gathering.status, gathering.kind) == (GatheringStatus.PUBLISHED, "lecture")


def test_a_newer_version_shows_what_changes(browser):
    at = brought(browser, a_sheet(a_row())).location
    browser.post(f"{at}/overnemen")
    source_id = db.session().scalar(select(ImportSource.id))
    again = brought(browser, a_sheet(a_row("Brei- en haakcafé")), source=str(source_id))
    page = browser.get(again.location).text
    assert "<del>Breicafé</del> <ins>Brei- en haakcafé</ins>" in page


@pytest.mark.parametrize(
    ("content", "fields", "says"),
    [
        (None, {}, "Kies een bestand, of geef een adres."),
        (b"a", {"url": "https://x.example/"}, "Kies een bestand, of geef een adres."),
        (None, {"url": "http://127.0.0.1:5432/"}, "eigen poortnummer"),
        (None, {"url": "http://127.0.0.1/"}, "niet op het openbare internet"),
        (None, {"url": "file:///etc/passwd"}, "Dit is geen webadres"),
        (None, {"url": "https://x.example/", "source": "99"}, "Kies er een uit de lijst."),
    ],
)
def test_what_cannot_be_brought_is_said_beside_the_field_and_what_was_typed_stays(
    browser, content, fields, says
):
    answer = brought(browser, content, **fields)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert fields.get("url", "") in answer.text


def test_a_file_that_cannot_be_read_says_why(browser):
    at = brought(browser, b"naam;telefoon\nA;1\n").location
    assert "geen kolom ‘datum’" in browser.get(at).text
    browser.post(f"{at}/weggooien")
    assert browser.get(at).status_code == 404


def test_a_calendar_at_an_address_is_read_and_kept(browser, monkeypatch):
    answer = Answer("https://x.example/a.ics", 200, {"etag": '"1"'}, a_calendar(an_event()))
    monkeypatch.setattr(outside, "get", lambda *_a, **_k: answer)
    at = brought(browser, url="webcal://x.example/a.ics").location
    assert "1 activiteit overnemen" in browser.get(at).text
    source = db.session().scalars(select(ImportSource)).one()
    assert (source.url, source.etag) == ("https://x.example/a.ics", '"1"')
    lists = f"{LISTS}/lijsten/{source.id}"
    browser.post(f"{lists}/dagelijks", data={"act": "aan"})
    assert "We lezen deze agenda elke dag." in browser.get(LISTS).text
    again = browser.post(f"{lists}/ophalen")
    assert again.location == at.replace("/1", "/2")


def test_what_the_clock_could_not_read_stands_at_the_desk(browser, monkeypatch):
    def refuse(*_asked, **_how):
        raise NotPublic

    with transaction() as tx:
        tx.add(ImportSource(
            library_id=1, name="Agenda van Welzijn", is_calendar=True, daily=True, chosen={},
            url="https://x.example/", created_at=now(), trouble=[],
        ))  # fmt: skip
    monkeypatch.setattr(outside, "get", refuse)
    browser.post(f"{LISTS}/lijsten/1/ophalen")
    assert "Agenda van Welzijn is niet te lezen" in browser.get("/vechtdal/beheer").text


def test_what_is_under_way_shows_how_far_it_is_and_leads_on_when_it_is_done(browser):
    run = begun(a_sheet(a_row()))
    at = f"{LISTS}/{run.id}"
    assert "We lezen de lijst" in browser.get(at).text
    piece = browser.get(at, headers={"HX-Request": "true"}).text
    assert piece.startswith('<div id="voortgang"')
    with transaction() as tx:
        tx.get_one(ImportRun, run.id).status = ImportStatus.READY
    assert browser.get(at, headers={"HX-Request": "true"}).headers["HX-Redirect"] == at


def test_the_example_file_can_be_brought_as_it_is(browser):
    a_room(the_library().branches[0], "Leeszaal")
    for ending in ("csv", "xlsx"):
        file = browser.get(f"{LISTS}/voorbeeld.{ending}")
        assert file.headers["Content-Disposition"].endswith(f'activiteiten.{ending}"')
        at = brought(browser, file.data, f"voorbeeld.{ending}").location
        assert "1 activiteit overnemen" in browser.get(at).text


def test_the_english_example_is_read_too(browser):
    file = browser.get(f"{LISTS}/voorbeeld.csv?taal=en")
    [row] = reading.read(FileKind.CSV, file.data, now=now()).rows
    assert row.cells["kind"] == "Workshop"
    assert file.data.startswith(b"\xef\xbb\xbfkey;title;date")


def test_a_big_list_waits_for_the_worker(browser, monkeypatch):
    monkeypatch.setattr("community.imports.staging.SMALL", 10)
    at = brought(browser, a_sheet(a_row())).location
    assert "We lezen de lijst" in browser.get(at).text


def test_a_row_that_is_not_right_says_its_day_in_words_as_far_as_it_can_be_read(app):
    with app.test_request_context():
        said = [
            labels.when_of(ImportRow(cells={"day": day, "starts": starts}))
            for day, starts in (
                ("2030-03-05", "14:00"),
                ("2030-03-05", "na de koffie"),
                ("ooit", "14:00"),
                ("", ""),
            )
        ]
    assert [each.replace("\u00a0", " ") for each in said] == [
        "dinsdag 5 maart 2030, 14.00 uur",
        "dinsdag 5 maart 2030 na de koffie",
        "ooit 14:00",
        "",
    ]
