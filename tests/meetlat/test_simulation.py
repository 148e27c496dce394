"""The meetlat on the synthetic towns of the design: what it must come out at."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean

import pytest

from community.meetlat.engine.aggregates import Aggregates
from community.meetlat.engine.indicators import COUNTING
from community.meetlat.engine.levels import hold_in_pairs, level
from community.meetlat.engine.standard import standard
from tests.meetlat.counts import a_result
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


def as_designed(of: Aggregates) -> tuple[list[float], list[float], float]:
    """O1, O2, O4 and O5 with their levels, and the plain mean of these, as the simulation has it.

    From three people on it asks how mixed an activity is; the meetlat itself asks from five.
    """
    ours = standard()
    rules = replace(ours.rules, profiles=3)
    bridging = COUNTING["O4"](of, ours.indicator("O4"), rules).value
    first, back, familiar = percentages(of)
    values = {"O1": first, "O2": back, "O4": bridging, "O5": familiar}
    levels = [a_result(code, level(value, ours.indicator(code))) for code, value in values.items()]
    held = [one.level or 0.0 for one in hold_in_pairs(levels, ours)]
    return (
        [round(value, 2) for value in values.values()],
        [round(one, 1) for one in held],
        round(mean(held), 2),
    )


@pytest.fixture(scope="module")
def healthy():
    return town("healthy")


@pytest.mark.parametrize(
    ("kind", "values", "levels", "score", "activities_and_people"),
    [
        ("healthy", [62.5, 23.76, 0.99, 9.02], [4.8, 3.3, 3.9, 2.4], 3.58, (240, 2240)),
        ("club", [0.0, 0.0, 0.37, 100.0], [1.0, 1.0, 2.1, 3.6], 1.92, (239, 45)),
        ("lecture", [65.53, 8.79, 1.0, 0.0], [3.4, 1.9, 2.5, 1.0], 2.19, (40, 3304)),
    ],
)
def test_the_towns_of_the_design_come_out_as_in_the_design(
    kind, values, levels, score, activities_and_people
):
    of = measured(town(kind, 40 if kind == "lecture" else 240))
    assert as_designed(of) == (values, levels, score)
    assert (len(of.occasions), of.people.unique) == activities_and_people


def test_logging_everything_four_times_changes_nothing(healthy):
    once, often = measured(healthy), measured(four_times(healthy))
    assert often.people == once.people
    assert [(one.head_count, one.ages, one.places) for one in often.occasions] == [
        (one.head_count, one.ages, one.places) for one in once.occasions
    ]


def test_typing_lists_over_the_next_day_brings_nobody_back(healthy):
    of = measured(typed_over(healthy))
    assert as_designed(of)[2] == 3.58
    assert len(of.occasions) == 480


def test_five_of_the_staff_lift_it_unless_they_are_marked(healthy):
    assert as_designed(measured(with_staff(healthy, marked=False)))[2] == 4.15
    assert as_designed(measured(with_staff(healthy, marked=True)))[2] == 3.58
