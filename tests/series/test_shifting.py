"""Another day for a whole rule: every date becomes one other, none is lost and none is new."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from community.series.rule import Rule, days
from community.series.shifting import from_day, shifted
from tests.series.test_rule import rules

TUESDAY = date(2026, 3, 3)
DAY = timedelta(days=1)


def every(*weekdays: int, **fields) -> Rule:
    given = {"first": TUESDAY, "starts": time(19, 30), "ends": time(21), "weeks": 1, **fields}
    return Rule(weekdays=frozenset(weekdays), **given)


@given(rules(), st.integers(0, 40), st.integers(-9, 30))
def test_every_date_of_the_rule_becomes_one_date_of_the_new_one(rule, which, step):
    known = list(days(rule, rule.first + timedelta(days=300)))
    if not known:
        return
    was = known[which % len(known)]
    shift = shifted(rule, was, was + step * DAY)
    if shift is None:
        return
    assert shift.day(was) == was + step * DAY
    became = sorted(map(shift.day, known))
    assert len(set(became)) == len(known)
    found = list(days(shift.new, became[-1]))
    # The last weeks may hold a date that comes from one after the last that was asked for.
    sure = len(became) if rule.until and rule.until <= known[-1] else len(became) // 2
    assert found[:sure] == became[:sure]


def test_tuesdays_become_wednesdays_as_often_as_before():
    rule = every(1, until=TUESDAY + timedelta(weeks=9))
    shift = shifted(rule, TUESDAY + timedelta(weeks=2), TUESDAY + timedelta(weeks=2, days=1))
    assert shift is not None
    assert shift.new.weekdays == {2}
    assert list(days(shift.new, date(2027, 1, 1))) == [
        TUESDAY + DAY + timedelta(weeks=n) for n in range(10)
    ]


def test_every_other_sunday_becomes_the_monday_after_it():
    sunday = date(2026, 3, 8)
    shift = shifted(every(6, first=sunday, weeks=2), sunday, sunday + DAY)
    assert shift is not None
    found = list(days(shift.new, sunday + timedelta(days=60)))
    assert found[0] == sunday + DAY
    assert {other - one for one, other in pairwise(found)} == {timedelta(weeks=2)}


def test_of_two_days_a_week_one_moves_and_not_onto_the_other():
    both = every(1, 3)
    to_friday = shifted(both, TUESDAY, TUESDAY + 3 * DAY)
    assert to_friday is not None
    assert to_friday.new.weekdays == {3, 4}
    assert to_friday.day(TUESDAY + 2 * DAY) == TUESDAY + 2 * DAY
    assert shifted(both, TUESDAY, TUESDAY + 2 * DAY) is None


def test_the_first_tuesday_becomes_the_wednesday_that_was_chosen_of_its_month():
    first_tuesday = every(1, weeks=None, nth=1)
    shift = shifted(first_tuesday, TUESDAY, TUESDAY + DAY)
    assert shift is not None
    assert shift.new.nth == 1
    assert shift.new.weekdays == {2}
    assert shift.day(date(2026, 7, 7)) == date(2026, 7, 1)
    last = shifted(first_tuesday, TUESDAY, date(2026, 3, 29))
    assert last is not None
    assert last.new.nth == -1
    assert shifted(first_tuesday, TUESDAY, date(2026, 4, 1)) is None


def test_further_than_a_week_is_no_move_of_the_whole():
    assert shifted(every(1), TUESDAY, TUESDAY + 8 * DAY) is None
    assert shifted(every(1), TUESDAY, TUESDAY + 7 * DAY) is None


def test_a_rule_goes_on_in_its_own_weeks():
    rule = every(1, weeks=2)
    assert from_day(rule, TUESDAY + timedelta(days=3)).first == TUESDAY + timedelta(weeks=2)
