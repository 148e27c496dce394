"""The meetlat on the synthetic towns of the design: what it must come out at."""

from __future__ import annotations

import pytest

from community.meetlat.engine.aggregates import Aggregates
from tests.meetlat.simulated import four_times, measured, town, typed_over, with_staff


def percentages(of: Aggregates) -> tuple[float, ...]:
    """O1, O2 and O5 as `meetlat_sim.py` prints them."""
    people = of.people
    shares = (
        people.new / people.unique,
        people.returned / max(1, people.cohort),
        people.acquainted / people.unique,
    )
    return tuple(round(100 * share, 2) for share in shares)


@pytest.fixture(scope="module")
def healthy():
    return town("healthy")


@pytest.mark.parametrize(
    ("kind", "events", "expected", "activities", "people"),
    [
        ("healthy", 240, (62.5, 23.76, 9.02), 240, 2240),
        ("club", 240, (0.0, 0.0, 100.0), 239, 45),
        ("lecture", 40, (65.53, 8.79, 0.0), 40, 3304),
    ],
)
def test_the_towns_of_the_design_come_out_as_in_the_design(
    kind, events, expected, activities, people
):
    of = measured(town(kind, events))
    assert percentages(of) == expected
    assert (len(of.occasions), of.people.unique) == (activities, people)


def test_logging_everything_four_times_changes_nothing(healthy):
    once, often = measured(healthy), measured(four_times(healthy))
    assert often.people == once.people
    assert [(one.head_count, one.ages, one.places) for one in often.occasions] == [
        (one.head_count, one.ages, one.places) for one in once.occasions
    ]


def test_typing_lists_over_the_next_day_brings_nobody_back(healthy):
    of = measured(typed_over(healthy))
    assert percentages(of) == (62.5, 23.76, 9.02)
    assert len(of.occasions) == 480


def test_five_of_the_staff_lift_it_unless_they_are_marked(healthy):
    assert percentages(measured(with_staff(healthy, marked=False))) == (62.36, 23.76, 24.05)
    assert percentages(measured(with_staff(healthy, marked=True))) == (62.5, 23.76, 9.02)
