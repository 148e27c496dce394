"""Dates that follow from a rule, held against a calculation by somebody else (dateutil)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil import rrule  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from community.clock import local
from community.series.rule import (
    LAST,
    NTHS,
    Period,
    PeriodKind,
    Rule,
    Slot,
    Why,
    days,
    last_of,
    slots,
)

WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
TWO_YEARS = timedelta(days=730)

a_day = st.dates(date(2024, 1, 1), date(2031, 12, 31))
a_span = st.tuples(a_day, st.integers(0, 60)).map(
    lambda given: Period("Vakantie", given[0], given[0] + timedelta(days=given[1]))
)


def a_rule(**fields: object) -> Rule:
    given = {
        "first": date(2026, 12, 1),
        "starts": time(19, 30),
        "ends": time(21),
        "weekdays": frozenset({1}),
        **fields,
    }
    return Rule(**given)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    first = draw(a_day)
    monthly = draw(st.booleans())
    some = st.frozensets(st.integers(0, 6), min_size=1, max_size=1 if monthly else 7)
    return a_rule(
        first=first,
        weekdays=draw(some),
        weeks=None if monthly else draw(st.integers(1, 6)),
        nth=draw(st.sampled_from(NTHS)) if monthly else None,
        until=draw(st.none() | st.integers(0, 900).map(lambda n: first + timedelta(days=n))),
    )


def oracle(rule: Rule, to: date) -> list[date]:
    weekdays = [WEEKDAYS[day] for day in rule.weekdays]
    how = (
        {"freq": rrule.WEEKLY, "interval": rule.weeks, "byweekday": weekdays}
        if rule.nth is None
        else {"freq": rrule.MONTHLY, "byweekday": [day(rule.nth) for day in weekdays]}
    )
    end = min(to, rule.until or to)
    found = rrule.rrule(
        **how,
        dtstart=datetime.combine(rule.first, time()),
        until=datetime.combine(end, time()),
        wkst=rrule.MO,
    )
    return [each.date() for each in found]


@given(rules())
def test_the_days_are_those_that_dateutil_finds(rule):
    to = rule.first + TWO_YEARS
    assert list(days(rule, to)) == oracle(rule, to)


@given(rules(), st.lists(a_span, max_size=4))
def test_a_day_in_a_holiday_falls_out_and_no_other(rule, periods):
    resting = Rule(**{**fields_of(rule), "not_in_holidays": True})
    to = rule.first + TWO_YEARS
    found = list(slots(resting, periods, since=rule.first, to=to))
    assert [slot.day for slot in found] == oracle(rule, to)
    for slot in found:
        rests = any(period.first <= slot.day <= period.last for period in periods)
        assert (slot.why is Why.HOLIDAY) == rests
        assert (slot.starts_at is None) == rests


@given(rules(), st.integers(0, 500))
def test_looking_from_a_later_day_on_finds_the_same_dates(rule, later):
    to, since = rule.first + TWO_YEARS, rule.first + timedelta(days=later)
    whole = [slot for slot in slots(rule, [], since=rule.first, to=to) if slot.day >= since]
    assert list(slots(rule, [], since=since, to=to)) == whole


@given(rules(), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_the_clock_on_the_wall_is_kept_in_summer_and_winter(rule, at):
    rule = Rule(
        **{**fields_of(rule), "starts": at, "ends": (time(23, 59) if at < time(12) else time(1))}
    )
    for slot in slots(rule, [], since=rule.first, to=rule.first + TWO_YEARS):
        if slot.why is None:
            assert local(slot.starts_at).replace(tzinfo=None) == datetime.combine(slot.day, at)
            assert slot.ends_at > slot.starts_at
        else:
            assert slot.why is Why.NO_SUCH_TIME


def fields_of(rule: Rule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in Rule.__slots__}


def test_half_past_seven_stays_half_past_seven_when_the_clock_changes():
    rule = a_rule(first=date(2026, 10, 20))
    found = list(slots(rule, [], since=rule.first, to=date(2027, 4, 6)))
    before, after = found[0], found[1]
    assert before.starts_at == datetime(2026, 10, 20, 17, 30, tzinfo=UTC)
    assert after.starts_at == datetime(2026, 10, 27, 18, 30, tzinfo=UTC)
    assert {local(slot.starts_at).time() for slot in found} == {time(19, 30)}
    assert {local(slot.ends_at).time() for slot in found} == {time(21)}


def test_a_time_that_the_clock_skips_falls_out_that_night_only():
    rule = a_rule(
        first=date(2027, 3, 21), weekdays=frozenset({6}), starts=time(2, 30), ends=time(4)
    )
    found = list(slots(rule, [], since=rule.first, to=date(2027, 4, 4)))
    assert [slot.why for slot in found] == [None, Why.NO_SUCH_TIME, None]


def test_of_the_double_hour_the_first_counts():
    rule = a_rule(
        first=date(2026, 10, 25), weekdays=frozenset({6}), starts=time(2, 30), ends=time(4)
    )
    (slot,) = slots(rule, [], since=rule.first, to=rule.first)
    assert slot.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_what_ends_after_midnight_ends_the_next_day():
    rule = a_rule(starts=time(22), ends=time(1))
    (slot,) = slots(rule, [], since=rule.first, to=rule.first)
    assert slot.ends_at - slot.starts_at == timedelta(hours=3)


def test_a_closed_day_and_a_holiday_are_two_things():
    periods = [
        Period("Kerst", date(2026, 12, 19), date(2027, 1, 3)),
        Period("Open dag elders", date(2026, 12, 8), date(2026, 12, 8), PeriodKind.CLOSED),
    ]
    to = date(2027, 1, 5)
    rest = [slot for slot in slots(a_rule(), periods, since=date(2026, 12, 1), to=to) if slot.why]
    assert rest == [Slot(date(2026, 12, 8), why=Why.CLOSED, because="Open dag elders")]
    careful = a_rule(not_in_holidays=True, not_when_closed=False)
    rest = [slot for slot in slots(careful, periods, since=date(2026, 12, 1), to=to) if slot.why]
    assert [slot.day.day for slot in rest] == [22, 29]


def test_so_many_times_counts_what_takes_place():
    christmas = [Period("Kerst", date(2026, 12, 19), date(2027, 1, 3))]
    assert last_of(a_rule(), 5, christmas) == date(2026, 12, 29)
    assert last_of(a_rule(not_in_holidays=True), 5, christmas) == date(2027, 1, 12)


def test_so_many_times_has_an_end_even_when_the_holidays_have_none():
    always = [Period("Dicht", date(2020, 1, 1), date(2040, 1, 1))]
    assert last_of(a_rule(not_in_holidays=True), 5, always) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": frozenset()},
        {"weekdays": frozenset({7})},
        {"weeks": 0},
        {"weeks": 13},
        {"weeks": None},
        {"nth": 1},
        {"weeks": None, "nth": 5},
        {"weeks": None, "nth": LAST, "weekdays": frozenset({1, 2})},
    ],
)
def test_what_is_no_rule_cannot_be_one(wrong):
    with pytest.raises(ValueError, match="no rule"):
        a_rule(**wrong)
