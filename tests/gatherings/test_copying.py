"""A new gathering from last month's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.clock import from_local, local
from community.db import transaction
from community.gatherings import copying, hosting
from community.gatherings.models import GatheringHost, GatheringStatus
from tests.factories import (
    a_gathering,
    a_host_of,
    a_librarian,
    a_sign_up,
    a_theme,
    saved,
)
from tests.gatherings.drafting import a_draft, a_hand

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "again"),
    [
        (date(2026, 3, 3), date(2026, 4, 7)),  # the first Tuesday
        (date(2026, 3, 31), date(2026, 4, 28)),  # the fifth becomes the last
        (date(2026, 12, 10), date(2027, 1, 14)),  # over the year's end
        (date(2028, 1, 29), date(2028, 2, 26)),  # the fifth Saturday, in a leap year's February
    ],
)
def test_it_is_the_same_weekday_of_the_next_month(start, again):
    moment = copying.same_weekday_next_month(from_local(start, time(19, 30)), now=LONG_AGO)
    assert local(moment).date() == again
    assert local(moment).time() == time(19, 30)


def test_of_something_long_ago_the_copy_lies_ahead():
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    again = copying.same_weekday_next_month(from_local(date(2024, 3, 5), time(14)), now=now)
    assert local(again).date() == date(2026, 12, 1)


def test_later_this_month_is_soon_enough_for_something_of_last_month():
    now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    again = copying.same_weekday_next_month(from_local(date(2026, 10, 20), time(14)), now=now)
    assert local(again).date() == date(2026, 11, 17)


def test_a_time_that_the_clock_skips_is_a_week_later():
    again = copying.same_weekday_next_month(
        from_local(date(2027, 2, 28), time(2, 30)), now=LONG_AGO
    )
    assert local(again).replace(tzinfo=None) == datetime(2027, 4, 4, 2, 30)  # noqa: DTZ001


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 900),
)
def test_a_copy_lies_ahead_on_the_same_weekday(start, days):
    now = start + timedelta(days=days)
    again = copying.same_weekday_next_month(start, now=now)
    assert again > now
    assert local(again).weekday() == local(start).weekday()


def test_a_copy_has_everything_but_the_date_and_the_people(app):
    gathering = a_gathering(
        starts_at=from_local(date(2026, 3, 24), time(19, 30)),
        ends_at=from_local(date(2026, 3, 24), time(21)),
        text="# Kom",
        sign_up_closes_at=from_local(date(2026, 3, 23), time(12)),
        moved_from=from_local(date(2026, 3, 20), time(12)),
        sequence=3,
    )
    with transaction() as tx:
        draft = a_draft(theme_ids=frozenset({a_theme("digitaal").id}))
        gathering = hosting.create(tx, gathering.library_id, draft, a_hand())
    a_sign_up(gathering)
    with transaction() as tx:
        again = hosting.copy(tx, gathering.library_id, gathering.id, a_hand())
    assert again.id != gathering.id
    assert again.uid != gathering.uid
    assert again.status is GatheringStatus.DRAFT
    assert (again.taken, again.waiting, again.sequence) == (0, 0, 0)
    assert again.moved_from is None
    assert again.starts_at > gathering.starts_at
    assert [theme.slug for theme in again.themes] == ["digitaal"]
    assert (again.title, again.capacity) == (gathering.title, gathering.capacity)


def test_in_a_copy_only_who_works_here_still_receives_people(app):
    gathering = a_gathering()
    a_host_of(gathering, "Vertrokken")
    sanne = a_librarian(name="Sanne")
    saved(GatheringHost(gathering_id=gathering.id, person_id=sanne.id))
    with transaction() as tx:
        again = hosting.copy(tx, gathering.library_id, gathering.id, a_hand())
    assert [host.first_name for host in again.hosts] == ["Sanne"]


def test_a_copy_takes_as_long_on_the_clock_when_summer_begins_in_between(app):
    gathering = a_gathering(
        starts_at=from_local(date(2026, 2, 24), time(19, 30)),
        ends_at=from_local(date(2026, 2, 24), time(21)),
    )
    draft = copying.copy_of(gathering, now=LONG_AGO)
    assert local(draft.starts_at).time() == time(19, 30)
    assert local(draft.ends_at).time() == time(21)
