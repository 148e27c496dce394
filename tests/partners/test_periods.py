"""Quarters as they are lived in the Netherlands, also around the nights the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.clock import local
from community.partners.lists import quarter_to_ask
from community.partners.periods import Quarter, a_year_before, quarter_of


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), Quarter(2026, 1)),  # Summer time by then.
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), Quarter(2026, 2)),
        (datetime(2026, 9, 30, 22, 0, tzinfo=UTC), Quarter(2026, 4)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), Quarter(2026, 4)),  # And winter time.
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), Quarter(2027, 1)),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), Quarter(2026, 1)),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), Quarter(2026, 4)),
    ],
)
def test_a_moment_lies_in_the_quarter_of_its_day_here(moment, quarter):
    assert quarter_of(moment) == quarter


@settings(max_examples=100)
@given(st.integers(0, 90 * 365 * 24 * 60))
def test_quarters_lie_end_to_end_and_begin_at_midnight_here(minutes):
    moment = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    quarter = quarter_of(moment)
    assert quarter.begins <= moment < quarter.ends
    assert quarter.next.previous == quarter == quarter.previous.next
    assert quarter.ends == quarter.next.begins
    assert local(quarter.begins).time().isoformat() == "00:00:00"
    assert quarter_of(quarter.ends - timedelta(microseconds=1)) == quarter


def test_the_desk_has_three_days_before_the_list_is_made():
    assert quarter_to_ask(datetime(2026, 10, 3, 21, 59, tzinfo=UTC)) is None
    assert quarter_to_ask(datetime(2026, 10, 3, 22, 0, tzinfo=UTC)) == Quarter(2026, 3)
    assert quarter_to_ask(datetime(2026, 12, 31, 22, 0, tzinfo=UTC)) == Quarter(2026, 3)
    assert quarter_to_ask(datetime(2027, 1, 2, 12, 0, tzinfo=UTC)) is None


def test_a_year_before_the_twenty_ninth_is_the_first_of_march():
    assert a_year_before(date(2028, 2, 29)) == date(2027, 3, 1)
    assert a_year_before(date(2026, 11, 25)) == date(2025, 11, 25)
