"""Reports at the desk: a year is chosen, and its files are taken along."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from tests.factories import a_librarian, the_library
from tests.reports.rows import a_held

PAGE = "/vechtdal/beheer/rapporten"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def desk(client_of):
    return client_of(a_librarian(the_library()))


def test_a_librarian_takes_the_statistics_of_a_year_along(desk):
    held = a_held(12, at=now() - timedelta(days=400))
    year = held.ends_at.year
    page = desk.get(PAGE).text
    assert "Een activiteit is iets wat" in page
    assert f"{PAGE}/{year}/landelijk.csv" in page
    file = desk.get(f"{PAGE}/{year}/landelijk.csv")
    assert file.mimetype == "text/csv"
    assert f"vechtdal-landelijk-{year}.csv" in file.headers["Content-Disposition"]
    assert ";1;12;0;ja" in file.text
    assert desk.get(f"{PAGE}/{year}/landelijk.xlsx").data.startswith(b"PK")
    report = desk.get(f"{PAGE}/{year}").text
    assert f"Jaarverslag {year}" in report
    assert "Een activiteit is iets wat" in report, "what is counted stands on it"
    assert "niet bekend" in report, "of the years before"


def test_of_a_year_in_which_nothing_was_held_there_is_no_report(desk):
    assert desk.get(f"{PAGE}/{now().year - 3}/landelijk.csv").status_code == 404
    assert desk.get(f"{PAGE}/{now().year + 1}/landelijk.csv").status_code == 404
    assert desk.get(f"{PAGE}/{now().year}/landelijk.csv").status_code == 200
