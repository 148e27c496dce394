"""A list at an address: asked once, and every day, and what is said when it cannot be had."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community import outside
from community.clock import now
from community.db import transaction
from community.gatherings.models import Gathering, GatheringStatus
from community.imports import fetching, jobs, queries
from community.imports.models import Choices, ImportRun, ImportStatus
from community.outside import Answer, NotPublic, Reach
from community.plain import to_plain
from tests.factories import a_library, a_sign_up
from tests.imports.lists import a_calendar, a_row, a_sheet, an_event, begun
from tests.imports.rows import a_source

URL = "https://welzijn.example/agenda.ics"


class Site:
    """What stands at the address, as `outside.get` would bring it."""

    def __init__(self, monkeypatch):
        self.content, self.asked, self.error = a_calendar(an_event()), [], None
        monkeypatch.setattr(outside, "get", self.get)

    def get(self, url, *, reach, at_most, etag=None, modified=None):
        self.asked.append((url, reach, etag))
        if self.error:
            raise self.error
        tag = f'"{hash(self.content)}"'
        unchanged = etag == tag
        body = b"" if unchanged else self.content
        return Answer(url, 304 if unchanged else 200, {"etag": tag}, body)


@pytest.fixture
def site(monkeypatch):
    return Site(monkeypatch)


def a_daily(library, **fields):
    chosen = to_plain(Choices(publish=True, branch_id=library.branches[0].id))
    given = {"is_calendar": True, "url": URL, "daily": True, "chosen": chosen, **fields}
    return a_source("Welzijn", library, **given)


def refreshed(source, at=None):
    return fetching.refresh(source.library_id, source.id, reach=Reach.PUBLIC, now=at or now())


def runs(session):
    return session.scalar(select(func.count()).select_from(ImportRun))


def waits(session, asked, library):
    """What a line on Today is given."""
    return [session.scalar(each) for each in asked(library.id, now())]


def test_what_changed_is_taken_over_and_waits_to_be_looked_at(session, site):
    library = a_library()
    source = a_daily(library)
    run = refreshed(source)
    assert (run.status, run.automatic) == (ImportStatus.APPLIED, True)
    [gathering] = session.scalars(select(Gathering)).all()
    assert gathering.status is GatheringStatus.PUBLISHED
    assert waits(session, queries.unseen, library) == [1, run.id, source.name]
    with transaction() as tx:
        fetching.looked_at(tx, library.id, run.id, now=now())
    assert waits(session, queries.unseen, library)[0] == 0


def test_what_did_not_change_leaves_nothing_behind(session, site):
    source = a_daily(a_library())
    refreshed(source)
    assert refreshed(source) is None  # By its ETag.
    site.content += b"\r\n"
    assert refreshed(source) is None  # By what is in it.
    assert (runs(session), site.asked[1][2] is not None) == (1, True)


def test_what_is_called_off_there_is_called_off_here(session, site):
    source = a_daily(a_library())
    refreshed(source)
    [gathering] = session.scalars(select(Gathering)).all()
    a_sign_up(gathering)
    site.content = a_calendar(an_event(STATUS="CANCELLED"))
    assert refreshed(source) is not None
    session.expire_all()
    assert session.get_one(Gathering, gathering.id).status is GatheringStatus.CANCELLED


def test_an_address_that_cannot_be_had_is_said_until_it_can(session, site):
    library = a_library()
    source = a_daily(library)
    site.error = NotPublic()
    assert refreshed(source) is None
    assert waits(session, queries.troubled, library) == [1, source.name]
    assert [each.message for each in source.said] == [NotPublic.message]
    site.error, site.content = None, b"<html>no longer here</html>"
    assert refreshed(source) is None
    assert waits(session, queries.troubled, library)[0] == 1
    site.content = a_calendar(an_event())
    refreshed(source)
    assert waits(session, queries.troubled, library)[0] == 0


def test_every_address_is_read_once_a_day_and_only_when_somebody_wants_that(session, site):
    library = a_library()
    a_daily(library)
    a_daily(library, daily=False, url="https://other.example/")
    noon = now()
    assert (jobs.refresh_all(noon), jobs.refresh_all(noon + timedelta(hours=1))) == (1, 0)
    assert jobs.refresh_all(noon + timedelta(days=1)) == 1
    assert {url for url, _reach, _etag in site.asked} == {URL}
    assert {reach for _url, reach, _etag in site.asked} == {Reach.PUBLIC}


def test_only_what_has_an_address_is_read_every_day(session):
    source = a_source()
    with transaction() as tx:
        assert not fetching.set_daily(tx, source.library_id, source.id, daily=True).daily


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (" webcal://welzijn.example/a.ics ", "https://welzijn.example/a.ics"),
        ("https://welzijn.example/a.ics", "https://welzijn.example/a.ics"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_an_address_of_a_calendar_program_is_a_web_address(typed, asked):
    assert fetching.tidy(typed) == asked


def test_the_worker_goes_on_with_what_is_big_and_with_what_was_cut_off(session):
    a_library()
    run = begun(a_sheet(a_row()))
    with transaction() as tx:
        tx.get_one(ImportRun, run.id).busy_until = now() + timedelta(minutes=1)
    assert jobs.go_on_with_all(now()) == 0
    assert jobs.go_on_with_all(now() + timedelta(minutes=2)) == 1
    session.expire_all()
    assert session.get_one(ImportRun, run.id).status is ImportStatus.READY


def test_what_was_cut_off_while_the_clock_read_it_is_taken_over_all_the_same(session):
    a_library()
    run = begun(a_calendar(an_event()))
    with transaction() as tx:
        tx.get_one(ImportRun, run.id).automatic = True
    jobs.go_on_with_all(now())
    assert queries.get_run(session, run.library_id, run.id).status is ImportStatus.APPLIED
