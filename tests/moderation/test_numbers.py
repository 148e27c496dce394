"""The numbers of a year: counted as long as things are kept, and the same when they are wiped."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import delete

from community.clock import from_local
from community.db import session, transaction
from community.moderation import forgetting, numbers
from community.moderation.models import Case, HouseRule, Report, Verdict, Why
from tests.factories import a_library, a_member, saved, the_library
from tests.moderation.things import THING

YEAR = 2024


def on(month: int, day: int, year: int = YEAR, hour: int = 12) -> datetime:
    return from_local(date(year, month, day), time(hour))


@pytest.fixture
def library(app):
    library = the_library()
    with transaction() as tx:
        tx.merge(library).created_at = on(1, 1)
    return library


def a_case(library, number, *, why=Why.REPORT, verdict=Verdict.REFUSED, at=None, hours=10, **more):
    decided = at or on(6, 1)
    return saved(
        Case(
            library_id=library.id, subject_kind=THING, subject_id=number, why=why,
            opened_at=decided - timedelta(hours=hours), decided_at=decided, verdict=verdict,
            rule=HouseRule.SAFE, reason="Gevaarlijk.", **more,
        )
    )  # fmt: skip


def of_year(library, year=YEAR):
    session().rollback()
    return numbers.of_year(session(), library.id, year)


def fill(library):
    cases = [
        a_case(library, 1, hidden_at=on(5, 31)),
        a_case(library, 2, why=Why.FIRST, verdict=Verdict.ALLOWED, hours=2),
        a_case(library, 3, why=Why.LOOK, hours=40),
        a_case(library, 4, at=on(1, 1, YEAR + 1, 0)),
    ]
    a_case(library, 5, why=Why.APPEAL, verdict=Verdict.ALLOWED, appeals_id=cases[0].id)
    for rule in (HouseRule.SAFE, HouseRule.SAFE, HouseRule.RESPECT):
        saved(
            Report(
                library_id=library.id, case_id=cases[0].id, reporter_id=a_member().id, rule=rule,
                reported_at=on(12, 31, hour=23),
            )
        )  # fmt: skip


def test_a_year_is_counted_by_the_clock_of_here_and_each_library_by_itself(library):
    fill(library)
    found = of_year(library)
    assert found.counts == {
        "appealed:allowed": 1, "came:first": 1, "came:look": 1, "came:report": 1,
        "decided:allowed": 1, "decided:refused": 2, "hidden": 1,
        "reported:respect": 1, "reported:safe": 2,
    }  # fmt: skip
    assert found.median_hours == 10
    assert of_year(library, YEAR + 1).of("decided", "refused") == 1
    nobody = of_year(a_library("zwolle"))
    assert (nobody.counts, nobody.median_hours) == ({}, None)


def test_what_a_year_came_to_is_the_same_when_its_reports_are_wiped(library):
    fill(library)
    before = of_year(library)
    with transaction() as tx:
        forgetting.forget_what_is_past(tx, on(1, 20, YEAR + 1))
    assert not of_year(library).is_frozen, "somebody can still object"
    for _ in range(2):
        with transaction() as tx:
            forgetting.forget_what_is_past(tx, on(3, 1, YEAR + 3))
    after = of_year(library)
    assert after.is_frozen
    assert (after.counts, after.median_hours) == (before.counts, before.median_hours)
    with transaction() as tx:
        tx.execute(delete(Case))
    assert of_year(library).counts == before.counts
    assert of_year(library, YEAR + 1).is_frozen


def test_everybody_reads_them_without_what_could_be_known_of_one(library, client):
    fill(library)
    for number in range(10, 16):
        a_case(library, number, why=Why.LOOK)
    page = client.get(f"/vechtdal/huisregels/cijfers/{YEAR}").text
    assert "minder dan 5" in page
    assert "<dd>8</dd>" in page
    file = client.get(f"/vechtdal/huisregels/cijfers/{YEAR}.csv")
    assert ";Geweigerd;8" in file.get_data(as_text=True)
    for wrong in (YEAR - 1, 2999, 0):
        assert client.get(f"/vechtdal/huisregels/cijfers/{wrong}").status_code == 404
