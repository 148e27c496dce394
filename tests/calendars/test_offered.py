"""Feeds of groups and series: offered where one reads of them, and narrowed together."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest

from community.clock import local_day
from community.groups.models import SeenBy
from community.series.models import SeriesDate
from tests.calendars.agenda import feed_titles, shown, titles
from tests.calendars.test_panels import address_field
from tests.factories import a_branch, a_librarian, a_library, next_week, saved
from tests.groups.groups import a_group, linked
from tests.series import rows


@pytest.fixture(autouse=True)
def library(app):
    return a_library()


def another_date(series, gathering):
    saved(
        SeriesDate(
            library_id=series.library_id,
            series_id=series.id,
            on_date=local_day(gathering.starts_at),
            gathering_id=gathering.id,
        )
    )
    return gathering


def path_in(page: str) -> str:
    parts = urlsplit(unescape(address_field(page)))
    return f"{parts.path}?{parts.query}"


def ways(page: str) -> list[str]:
    return [
        each for each in ("webcal://", "calendar.google.com", "outlook.live.com") if each in page
    ]


def test_a_groups_page_offers_its_own_calendar(client):
    group = a_group()
    linked(group, shown("Breien"))
    shown("Iets anders")
    page = client.get(f"/vechtdal/groepen/{group.id}-{group.slug}").text
    assert titles(client.get(path_in(page))) == ["Breien"]
    assert len(ways(page)) == 3
    assert f"/vechtdal/agenda.rss?groep={group.id}" in page.partition("</head>")[0]
    assert "na een half uur, of pas na een dag" in page


@pytest.mark.parametrize("fields", [{"seen_by": SeenBy.SIGNED_IN}, {"is_sensitive": True}])
def test_of_a_group_that_not_everybody_may_know_none_is_offered(client_of, fields):
    group = a_group(**fields)
    page = client_of(a_librarian()).get(f"/vechtdal/groepen/{group.id}-{group.slug}").text
    assert group.name in page
    assert "agenda-adres" not in page
    assert "agenda.rss" not in page


def test_one_date_of_a_series_offers_all_of_them(client):
    first = shown("Taalcafé", starts_at=next_week(9))
    series = rows.a_series_of(first)
    another_date(
        series, shown("Taalcafé, tweede keer", starts_at=next_week(9) + timedelta(weeks=1))
    )
    shown("Iets anders")
    page = client.get(f"/vechtdal/agenda/{first.id}-{first.slug}").text
    found = titles(client.get(path_in(page)))
    assert sorted(found) == ["Taalcafé", "Taalcafé, tweede keer"]
    assert len(ways(page)) == 3


def test_group_series_and_branch_narrow_together(client, library):
    group, dalfsen = a_group(), a_branch(library, "Dalfsen")
    both = shown("In alles", branch_id=dalfsen.id)
    series = rows.a_series_of(both)
    linked(group, both)
    ommen = another_date(series, shown("In Ommen", starts_at=next_week() + timedelta(1)))
    loose = shown("Los", branch_id=dalfsen.id)
    for each in (ommen, loose):
        linked(group, each)
    every = f"?vestiging=dalfsen&groep={group.id}&serie={series.id}"
    assert feed_titles(client, every) == ["In alles"]
    page = client.get(f"/vechtdal/agenda{every}").text
    assert path_in(page) == f"/vechtdal/agenda.ics{every}"
    for form in ("rss", "json"):
        said = client.get(f"/vechtdal/agenda.{form}{every}").text
        assert both.uid in said
        assert ommen.uid not in said
        assert loose.uid not in said
