"""What stands on the clock, also around a night that is not 24 hours. Needs no database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from community.clock import NoSuchLocalTime, from_local, local
from community.notifications import digesting, reminding
from community.notifications.models import BOTH, Reminder
from tests.notifications.nights import NIGHTS


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("days_later", [-1, 0, 1, 2, 3])
def test_two_days_before_half_past_seven_is_half_past_seven(night, days_later):
    day = night + timedelta(days=days_later)
    due = reminding.due_at(Reminder.TWO_DAYS, from_local(day, time(19, 30)))
    wall = datetime.combine(day - timedelta(days=2), time(19, 30))
    assert local(due).replace(tzinfo=None) == wall


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("days_later", [0, 2])
@pytest.mark.parametrize("hour", [1, 2, 3])
def test_in_the_night_itself_nothing_is_lost_or_doubled(night, days_later, hour):
    """Also two days after it: a time that the clock skipped is an hour later."""
    try:
        begins = from_local(night + timedelta(days=days_later), time(hour, 30))
    except NoSuchLocalTime:
        return
    due = [reminding.due_at(each, begins) for each in Reminder]
    assert due == sorted(set(due))
    assert timedelta(hours=46) <= begins - due[0] <= reminding.FURTHEST
    assert begins - due[1] == timedelta(hours=3)
    minutes = [due[0] + timedelta(minutes=each) for each in range(-5, 50 * 60, 5)]
    seen = [reminding.of_use(begins, BOTH, minute) for minute in minutes]
    # Never back to an earlier one, and none once it has begun.
    order = [None, *Reminder, None]
    came = [each for n, each in enumerate(seen) if n == 0 or each is not seen[n - 1]]
    assert came == order


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("weekday", [0, 3, 6])
def test_the_morning_of_the_digest_is_at_eight(night, weekday):
    for hours in range(0, 24 * 9, 5):
        now = from_local(night - timedelta(days=1), time(12)) + timedelta(hours=hours)
        morning = digesting.last_morning(weekday, now)
        wall = local(morning)
        assert (wall.weekday(), wall.time()) == (weekday, time(8))
        assert morning <= now < from_local(wall.date() + timedelta(days=7), time(8))


def test_the_turn_of_the_year_has_its_own_week():
    assert digesting.week_of(from_local(date(2026, 12, 31), time(8))) == "2026-W53"
    assert digesting.week_of(from_local(date(2027, 1, 7), time(8))) == "2027-W01"
