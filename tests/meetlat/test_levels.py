"""From value to level, from levels to a bar, and how sure it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.meetlat.engine.levels import dimension, hold_in_pairs, level, level_no, wilson
from community.meetlat.engine.results import Need
from community.meetlat.engine.standard import Indicator, standard
from tests.meetlat.counts import a_dimension, a_result

Z = 1.2816
indicators = st.sampled_from(standard().indicators)


@pytest.mark.parametrize(("k", "n", "bound"), [(8, 8, 0.83), (20, 30, 0.55), (200, 300, 0.63)])
def test_the_bound_is_that_of_the_design(k: int, n: int, bound: float):
    assert round(wilson(k, n, Z), 2) == bound


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_bound_is_never_above_the_share_and_rises_with_what_is_certain(k: int, more: int):
    n = k + more
    bound = wilson(k, n, Z)
    assert 0 <= bound <= (k / n if n else 0) + 1e-12
    assert wilson(k + 1, n + 1, Z) >= bound
    assert wilson(2 * k, 2 * n, Z) >= bound - 1e-12
    assert wilson(k, n + 1, Z) <= bound + 1e-12


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5)])
def test_there_is_no_share_of_more_than_all(k: int, n: int):
    with pytest.raises(ValueError):
        wilson(k, n, Z)


@pytest.mark.parametrize("of", standard().indicators, ids=lambda one: one.code)
def test_every_anchor_is_a_level_and_halfway_is_half(of: Indicator):
    points = (of.zero, *of.anchors)
    assert [level(point, of) for point in points] == [1, 2, 3, 4, 5]
    for no, (low, high) in enumerate(pairwise(points), start=1):
        assert level((low + high) / 2, of) == pytest.approx(no + 0.5)
    assert (level(of.zero - 1, of), level(of.anchors[-1] + 1, of)) == (1, 5)


@given(indicators, st.floats(-1, 101), st.floats(0, 5))
def test_a_higher_value_is_never_a_lower_level(of: Indicator, value: float, more: float):
    assert 1 <= level(value, of) <= level(value + more, of) <= 5


@pytest.mark.parametrize(
    ("score", "no"),
    [(1, 1), (1.94, 1), (1.96, 2), (2.8, 2), (3.2, 3), (4.94, 4), (4.96, 5), (5, 5)],
)
def test_a_level_has_been_reached_as_it_is_read(score: float, no: int):
    assert level_no(score) == no


def levels_of(*results) -> list[tuple[float | None, str | None]]:
    return [(one.level, one.held_by) for one in hold_in_pairs(results, standard())]


def test_the_higher_of_a_pair_counts_at_most_a_level_and_a_half_above_the_lower():
    assert levels_of(a_result("O1", 5), a_result("O2", 2)) == [(3.5, "O2"), (2, None)]
    assert levels_of(a_result("O4", 1), a_result("O5", 2.6)) == [(1, None), (2.5, "O4")]
    assert levels_of(a_result("O4", 4), a_result("O5", 2.5)) == [(4, None), (2.5, None)]
    held, _ = hold_in_pairs([a_result("O1", 5), a_result("O2", 2)], standard())
    assert held.uncapped == 5


def test_nothing_holds_what_has_no_pair_or_whose_pair_cannot_be_measured():
    assert levels_of(a_result("O1", 5), a_result("O2", None)) == [(5, None), (None, None)]
    assert levels_of(a_result("O3", 5), a_result("O6", 1)) == [(5, None), (1, None)]


def test_a_bar_is_the_weighted_mean_of_what_can_be_measured():
    # .10, .15, .20 and .15 of the weight: exactly 60 %.
    part = a_dimension(O1=1, O2=2, O3=3, O7=4)
    assert part.score == pytest.approx((0.1 * 1 + 0.15 * 2 + 0.2 * 3 + 0.15 * 4) / 0.6)
    assert (part.measurable_weight, part.confidence) == (0.6, "C")


def test_under_sixty_percent_of_the_weight_there_is_no_score():
    part = a_dimension(O3=5, O2=5, O7=5, O8=5)
    assert (part.score, part.confidence, part.measurable_weight) == (None, None, 0.55)


@pytest.mark.parametrize(
    ("missing", "letter"),
    [("", "A"), ("O1", "A"), ("O2", "B"), ("O2 O1", "B"), ("O3 O8", "B"), ("O3 O1", "C")],
)
def test_how_sure_a_bar_is_follows_from_the_weight_that_was_measured(missing: str, letter: str):
    codes = [one.code for one in standard().of("ontmoeting")]
    assert (
        a_dimension(**{c: None if c in missing.split() else 3 for c in codes}).confidence == letter
    )


def test_only_who_has_twice_of_everything_is_fully_sure():
    full = [a_result(one.code, 3) for one in standard().of("samenwerking")]
    short = replace(full[3], needs=(Need("partners_before", 16, 8), Need("response", 0.79, 0.4)))
    assert dimension("samenwerking", full, standard()).confidence == "A"
    assert dimension("samenwerking", [*full[:3], short, *full[4:]], standard()).confidence == "B"
    # What cannot be measured at all is no longer a minimum to be doubled.
    gone = a_result("S5", None)
    some = [gone if one.code == "S5" else one for one in full]
    assert dimension("samenwerking", some, standard()).confidence == "A"
