"""Days, weeks and months, and the one thing to know about seats."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from community.clock import from_local
from community.gatherings import agenda
from community.gatherings.agenda import Seats, seats_of
from community.gatherings.filters import Period
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Gathering, GatheringStatus

TUESDAY = date(2026, 3, 3)
NOW = from_local(TUESDAY, time(9))


def at(day: date, hour: int = 14, *, hours: float = 2, **fields: Any) -> Gathering:
    begins = from_local(day, time(hour))
    given = {
        "status": GatheringStatus.PUBLISHED,
        "sign_up_mode": SignUpMode.HERE,
        "capacity": 10,
        "taken": 0,
        "waiting": 0,
        "has_waiting_list": True,
    }
    ends = begins + timedelta(hours=hours)
    return Gathering(starts_at=begins, ends_at=ends, **{**given, **fields})


def days_of(days: list[agenda.Day]) -> dict[str, int]:
    return {each.day.isoformat(): len(each.entries) for each in days if each.entries}


def test_a_list_has_only_days_with_something_in_order():
    found = [at(TUESDAY), at(TUESDAY, 19), at(TUESDAY + timedelta(days=2))]
    days = agenda.by_day(reversed(found), Period(TUESDAY))
    assert days_of(days) == {"2026-03-03": 2, "2026-03-05": 1}


def test_what_began_before_stands_under_the_first_day_and_says_that_it_goes_on():
    exhibition = at(TUESDAY - timedelta(days=10), hours=24 * 20)
    (day,) = agenda.by_day([exhibition], Period(TUESDAY))
    assert day.day == TUESDAY
    assert day.entries[0].goes_on


def test_half_past_eleven_at_night_is_still_that_day_here():
    late = Gathering(
        starts_at=datetime.fromisoformat("2026-03-03T22:30+00:00"),
        ends_at=datetime.fromisoformat("2026-03-03T23:45+00:00"),
    )
    assert days_of(agenda.by_day([late], Period(TUESDAY))) == {"2026-03-03": 1}


def test_a_week_has_seven_days_and_the_empty_ones_too():
    days = agenda.week([at(TUESDAY)], TUESDAY)
    assert [each.day.day for each in days] == [2, 3, 4, 5, 6, 7, 8]
    assert days_of(days) == {"2026-03-03": 1}


def test_a_month_is_whole_weeks_in_which_other_months_are_blank():
    weeks = agenda.month([at(TUESDAY)], TUESDAY)
    assert {len(week) for week in weeks} == {7}
    days = [day for week in weeks for day in week]
    assert (days[0].day, days[-1].day) == (date(2026, 2, 23), date(2026, 4, 5))
    assert [day.is_outside for day in days].count(False) == 31


def test_what_lasts_several_days_stands_in_each_of_them_within_the_month():
    weeks = agenda.month([at(date(2026, 2, 27), hours=24 * 5)], TUESDAY)
    days = [day for week in weeks for day in week]
    assert days_of(days) == {"2026-03-01": 1, "2026-03-02": 1, "2026-03-03": 1, "2026-03-04": 1}


def test_the_small_hours_belong_to_the_evening_before():
    days = [day for week in agenda.month([at(TUESDAY, 20, hours=5)], TUESDAY) for day in week]
    assert days_of(days) == {"2026-03-03": 1}


def test_a_day_of_a_month_names_a_few_and_counts_the_rest():
    busy = agenda.Day(TUESDAY, [agenda.Entry(at(TUESDAY)) for _ in range(9)])
    assert (len(busy.titles), busy.others) == (agenda.TITLES_IN_A_DAY, 5)


@pytest.mark.parametrize(
    ("fields", "seats"),
    [
        ({}, Seats.FREE),
        ({"taken": 9}, Seats.FREE),
        ({"taken": 10}, Seats.WAITING_LIST),
        ({"taken": 10, "has_waiting_list": False}, Seats.FULL),
        ({"taken": 9, "waiting": 1}, Seats.WAITING_LIST),
        ({"capacity": None, "taken": 400}, Seats.FREE),
        ({"sign_up_mode": SignUpMode.NONE, "capacity": None}, Seats.WALK_IN),
        ({"sign_up_mode": SignUpMode.ELSEWHERE}, Seats.ELSEWHERE),
        ({"sign_up_mode": SignUpMode.INVITATION}, Seats.INVITATION),
        ({"sign_up_mode": SignUpMode.INVITATION, "taken": 10}, Seats.WAITING_LIST),
        ({"sign_up_opens_at": NOW + timedelta(minutes=1)}, Seats.NOT_YET),
        ({"sign_up_opens_at": NOW}, Seats.FREE),
        ({"sign_up_closes_at": NOW}, Seats.CLOSED),
        ({"status": GatheringStatus.CANCELLED, "taken": 10}, Seats.CANCELLED),
    ],
)
def test_the_one_thing_to_know_about_seats(fields: dict[str, Any], seats: Seats):
    assert seats_of(at(TUESDAY, **fields), NOW) is seats


def test_once_it_has_begun_signing_up_has_ended_and_later_it_has_been():
    gathering = at(TUESDAY)
    assert seats_of(gathering, gathering.starts_at) is Seats.CLOSED
    assert seats_of(gathering, gathering.ends_at) is Seats.OVER
