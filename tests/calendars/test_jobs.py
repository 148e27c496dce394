"""The bytes of the feeds are kept by jobs where no service was there to do it."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from community.calendars import jobs
from community.clock import now
from community.db import WRITING, db, transaction
from community.gatherings import calendar_items
from community.gatherings.models import CalendarItem, GatheringStatus
from community.jobs import clock
from community.libraries.models import Branch, LibraryVersion
from tests.calendars.agenda import counted, feed_titles, shown
from tests.factories import a_gathering, a_library

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def library(app):
    return a_library()


@pytest.fixture
def writes(app):
    """Statements that change something, and turns that were taken to do so."""
    found: list[str] = []

    def note(connection, _cursor, statement, *_rest):
        options = dict(connection.get_execution_options())
        is_to_write = WRITING[connection.dialect.name].items() <= options.items()
        if not statement.startswith("SELECT") and is_to_write:
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


def kept(session) -> dict[int, set[str]]:
    session.rollback()
    found: dict[int, set[str]] = {}
    for item in session.scalars(select(CalendarItem)):
        found.setdefault(item.gathering_id, set()).add(item.language)
    return found


def version(session) -> str:
    session.rollback()
    return session.scalars(select(LibraryVersion.agenda)).one()


def test_what_is_missing_is_kept_in_every_language(session, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    gatherings = [a_gathering(f"Activiteit {number}") for number in range(5)]
    a_gathering("Concept", status=GatheringStatus.DRAFT, published_at=None)
    jobs.keep_what_is_missing(now())
    assert kept(session) == {gathering.id: {"nl", "en"} for gathering in gatherings}


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_meanwhile_nobody_else_writes_them(app):
    """On SQLite one writes at a time; here the rows are held."""
    a_gathering("Leeskring")
    with counted() as said:
        jobs.keep_what_is_missing(now())
    assert any("for no key update of gathering" in statement for statement in said)


def test_bytes_of_an_earlier_version_of_the_house_are_written_again(session, monkeypatch):
    gathering = shown("Leeskring")
    monkeypatch.setattr(calendar_items, "SERIALISER_VERSION", 99)
    jobs.keep_what_is_missing(now())
    session.rollback()
    hashes = session.scalars(
        select(CalendarItem.inputs_hash).where(CalendarItem.gathering_id == gathering.id)
    ).all()
    assert len(hashes) == 2
    assert all(hash_.startswith("99:") for hash_ in hashes)


def test_a_branch_that_moved_is_found_out_and_its_feeds_renewed(client, session):
    shown("Leeskring")
    before = version(session)
    with transaction() as tx:
        tx.query(Branch).update({"street": "Nieuwstraat 1"})
    jobs.keep_what_is_missing(now())
    assert b"Nieuwstraat" not in client.get("/vechtdal/agenda.ics").data
    jobs.look_everything_over(now())
    assert b"Nieuwstraat 1" in client.get("/vechtdal/agenda.ics").data
    assert version(session) != before


def test_an_idle_house_waits_for_nobody(session, writes):
    shown("Leeskring")
    before = version(session)
    assert writes
    writes.clear()
    jobs.keep_what_is_missing(now())
    jobs.look_everything_over(now())
    assert writes == []
    assert version(session) == before


def test_both_jobs_are_on_the_clock():
    names = {job.name for job in clock.registered()}
    assert {"calendars.keep_what_is_missing", "calendars.look_everything_over"} <= names


def test_a_second_run_changes_nothing(client, session):
    a_gathering("Leeskring")
    jobs.keep_what_is_missing(now())
    first = version(session)
    jobs.keep_what_is_missing(now())
    assert version(session) == first
    assert feed_titles(client) == ["Leeskring"]
