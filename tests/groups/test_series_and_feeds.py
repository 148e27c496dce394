"""A group's series with every date that comes yet, and its own list in a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from community.clock import now
from community.db import transaction
from community.gatherings.kinds import Visibility
from community.groups import queries, services
from community.groups.models import GroupGathering, GroupSeries, SeenBy
from community.groups.services import Marks, Words
from community.series.models import Series, SeriesDate
from tests.factories import a_gathering, a_librarian, next_week, saved
from tests.gatherings.reading import words
from tests.groups.groups import a_group, count, do, linked
from tests.series import rows

pytestmark = pytest.mark.usefixtures("app")

FEED, AGENDA = "/vechtdal/agenda.ics", "/vechtdal/agenda"


@pytest.fixture
def group():
    return a_group()


def a_date(series, title, weeks=0):
    gathering = a_gathering(title, starts_at=next_week() + timedelta(weeks=weeks))
    saved(
        SeriesDate(
            library_id=series.library_id,
            series_id=series.id,
            on_date=date(2026, 1, 1) + timedelta(weeks=weeks),
            gathering_id=gathering.id,
        )
    )
    return gathering


def set_groups(gathering, *groups, whole_series=False):
    do(
        services.set_groups_of,
        gathering.library_id,
        gathering.id,
        [group.id for group in groups],
        whole_series=whole_series,
        now=now(),
    )


def coming(session, group):
    session.rollback()
    return [each.title for each in queries.list_coming(session, group, now=now())]


def test_of_a_series_every_date_is_the_groups_also_what_comes_yet(session, client, group):
    first = a_gathering("Eerste")
    series = rows.a_series_of(first)
    set_groups(first, group, whole_series=True)
    a_date(series, "Tweede", weeks=1)
    third = a_gathering("Derde", starts_at=next_week() + timedelta(weeks=2))
    split_off = rows.a_series_of(third)
    with transaction() as tx:
        tx.get_one(Series, split_off.id).root_id = series.id
    assert coming(session, group) == ["Eerste", "Tweede", "Derde"]
    assert count(GroupGathering) == 0
    assert [each.id for each in queries.list_of_gathering(session, group.library_id, third.id)] == [
        group.id
    ]
    assert "De volgende keer" in client.get("/vechtdal/groepen").text


def test_one_date_of_a_series_stays_one_date(session, group):
    first = a_gathering("Eerste")
    series = rows.a_series_of(first)
    a_date(series, "Tweede", weeks=1)
    for _ in range(2):
        set_groups(first, group)
    assert coming(session, group) == ["Eerste"]
    set_groups(first, group, whole_series=True)
    set_groups(first)
    assert coming(session, group) == []
    assert count(GroupSeries) == 0


def test_the_desk_asks_about_the_series_only_where_there_is_one(client_of, group):
    alone, dated = a_gathering("Los"), a_gathering("In een reeks")
    rows.a_series_of(dated)
    desk = client_of(a_librarian())
    at = "/vechtdal/beheer/activiteiten/{}/groepen"
    assert "elke andere datum" not in desk.get(at.format(alone.id)).text
    assert "elke andere datum" in desk.get(at.format(dated.id)).text
    desk.post(at.format(dated.id), data={"groups": group.id, "whole_series": "y"})
    assert count(GroupSeries) == 1


def test_a_feed_of_a_group_has_its_gatherings_and_its_name(client, group):
    linked(group, a_gathering("Breien met wol"))
    linked(group, a_gathering("Achter de deur", visibility=Visibility.LINK))
    a_gathering("Van een ander")
    feed = client.get(f"{FEED}?groep={group.id}").text
    assert "Breien met wol" in feed
    assert "Breigroep De Steek" in feed
    assert "Achter de deur" not in feed
    assert "Van een ander" not in feed


def test_a_feed_is_another_one_once_the_group_has_a_gathering_more(client, group):
    gathering = a_gathering("Breien met wol")
    before = client.get(f"{FEED}?groep={group.id}")
    set_groups(gathering, group)
    after = client.get(
        f"{FEED}?groep={group.id}", headers={"If-None-Match": before.headers["ETag"]}
    )
    assert after.status_code == 200
    do(services.change, group.library_id, group.id, Words(name="De Draad"), Marks(), now=now())
    assert "De Draad" in client.get(f"{FEED}?groep={group.id}").text


@pytest.mark.parametrize("fields", [{"seen_by": SeenBy.MEMBERS}, {"is_sensitive": True}])
def test_of_a_group_that_not_everybody_may_know_a_number_gives_nothing(client, fields):
    hidden = a_group("Praten over rouw", **fields)
    linked(hidden, a_gathering("Iets"))
    for number in (hidden.id, 99999, "x", "0", "1" * 30, "%00"):
        assert client.get(f"{FEED}?groep={number}").status_code == 404
    agenda = client.get(f"{AGENDA}?groep={hidden.id}")
    assert agenda.status_code == 200
    assert "Iets" not in agenda.text
    assert "rouw" not in agenda.text
    assert agenda.headers.get("Cache-Control") == "no-store"


def test_the_agenda_of_a_group_says_whose_it_is_and_leads_to_its_feed(client, group):
    linked(group, a_gathering("Breien met wol"))
    a_gathering("Van een ander")
    page = client.get(f"{AGENDA}?groep={group.id}")
    read = words(page.text)
    assert "Breien met wol" in read
    assert "Van een ander" not in read
    assert "Breigroep De Steek" in read
    assert f"agenda.ics?groep={group.id}" in page.text
    assert page.headers["Cache-Control"] == "public, no-cache"
    own = client.get(f"/vechtdal/groepen/{group.id}-{group.slug}").text
    assert f"{AGENDA}?groep={group.id}" in own
