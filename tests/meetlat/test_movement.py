"""What changed, what made it change, and what follows from a score."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.meetlat.engine.blocks import advice, block_score, block_scores, phase
from community.meetlat.engine.missing import still_needed
from community.meetlat.engine.movement import in_tenths, movement, movements
from community.meetlat.engine.results import Need
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import standard
from tests.meetlat.counts import a_dimension, a_library, a_result

EIGHT = [one.code for one in standard().of("ontmoeting")]
BLOCKS = [block.key for block in standard().blocks]
a_level = st.floats(1, 5)
bars = st.lists(st.none() | a_level, min_size=8, max_size=8).map(
    lambda levels: a_dimension(**dict(zip(EIGHT, levels, strict=True)))
)
full_bars = st.lists(a_level, min_size=8, max_size=8).map(
    lambda levels: a_dimension(**dict(zip(EIGHT, levels, strict=True)))
)


@given(bars, bars)
def test_contributions_sum_to_the_change(before, now):
    moved = movement(before, now, standard())
    assert moved.change == fsum(one.levels for one in moved.contributions)
    if moved.same_set and now.score is not None:
        assert moved.change == pytest.approx(now.score - before.score, abs=1e-9)


@given(full_bars, full_bars)
def test_contributions_sum_to_the_change_as_it_is_read(before, now):
    moved = movement(before, now, standard())
    read = round(10 * (round(now.score, 1) - round(before.score, 1)))
    assert sum(one.tenths for one in moved.contributions) == read
    for one in moved.contributions:
        assert abs(one.tenths - 10 * one.levels) <= 1 + 1e-6


def test_the_story_of_the_mock():
    before = dict.fromkeys(EIGHT, 3.0)
    now = {**before, "O1": 1.0, "O3": 2.0, "O4": 3.6}
    moved = movement(a_dimension(**before), a_dimension(**now), standard())
    assert [(one.code, one.tenths) for one in moved.largest] == [("O1", -2), ("O3", -2), ("O4", 1)]
    assert (moved.before, moved.is_told, moved.same_set) == (3.0, True, True)
    assert moved.change == pytest.approx(-0.31)


def test_when_other_things_could_be_measured_that_is_said_first():
    before = a_dimension(**dict.fromkeys(EIGHT[:-1], 3))
    now = a_dimension(**dict.fromkeys(EIGHT[1:], 4))
    moved = movement(before, now, standard())
    assert (moved.only_before, moved.only_now, moved.same_set) == (("O1",), ("O8",), False)
    assert moved.change == pytest.approx(1)
    assert [one.code for one in moved.contributions] == EIGHT[1:-1]


@pytest.mark.parametrize(("now", "told"), [(3.29, False), (3.3, True), (2.7, True), (2.71, False)])
def test_a_change_is_told_from_three_tenths_on(now: float, told: bool):
    before = a_dimension(**dict.fromkeys(EIGHT, 3.0))
    assert movement(before, a_dimension(**dict.fromkeys(EIGHT, now)), standard()).is_told is told


def test_a_change_of_what_is_unsure_is_not_told():
    unsure = ("O1", "O2", "O3", "O4", "O6")  # 70 % of the weight
    before, now = (a_dimension(**dict.fromkeys(unsure, level)) for level in (2, 4))
    sure = a_dimension(**dict.fromkeys(EIGHT, 4))
    assert before.confidence == "C"
    assert not movement(before, now, standard()).is_told
    assert not movement(before, sure, standard()).is_told


def test_metingen_with_another_meetlat_are_not_compared():
    one = score(a_library(), standard())
    assert [moved.key for moved in movements(one, one, standard())] == [
        "ontmoeting", "samenwerking",
    ]  # fmt: skip
    assert movements(replace(one, version="0.0"), one, standard()) == ()


@given(st.lists(st.floats(-1, 1), max_size=9))
def test_tenths_sum_to_what_is_read(parts: list[float]):
    whole = round(10 * fsum(parts))
    assert sum(in_tenths(parts, whole)) == (whole if parts else 0)


@pytest.mark.parametrize(
    ("blocks", "no"),
    [
        ((1, 1, 1, 1, 1), 1), ((2.4, 2.4, 2.49, 5, 5), 1), ((1, 1, 2.5, 5, 5), 2),
        ((3, 4, 4.49, 5, 5), 2), ((3, 4, 4.5, 5, 5), 3), ((2.5, 4.5, 4.5, 5, 5), 3),
        ((2.49, 4.5, 4.5, 5, 5), 2), ((1, 5, 5, 5, 5), 2), ((5, 5, 5, 5, 5), 3),
    ],
)  # fmt: skip
def test_the_phase_follows_the_median_and_no_block_may_lag_in_the_last(
    blocks: tuple[float, ...], no: int
):
    assert phase(dict(zip(BLOCKS, blocks, strict=True)), standard()).no == no


def test_while_a_block_is_not_known_there_is_no_phase():
    known: dict[str, float | None] = dict.fromkeys(BLOCKS, 3.0)
    assert phase({**known, "gebouw": None}, standard()) is None
    assert phase({}, standard()) is None


def test_communication_is_half_working_together():
    measured = a_dimension(S1=2, S2=2, S3=2, S4=2, S6=2)
    assert measured.score == pytest.approx(2)
    first, *others = block_scores(dict.fromkeys(BLOCKS, 3.0), measured, standard())
    assert (first.key, first.from_log, first.half_missing) == (
        "communicatie",
        measured.score,
        False,
    )
    assert first.score == pytest.approx(2.5)
    assert [(one.score, one.from_log) for one in others] == [(3.0, None)] * 4


def test_without_working_together_communication_is_what_people_say_and_is_marked():
    unknown = a_dimension(S1=2)
    one = block_score(standard().block("communicatie"), 3.0, unknown)
    assert (one.score, one.half_missing) == (3.0, True)
    nobody = block_score(
        standard().block("communicatie"), None, a_dimension(S1=2, S2=2, S4=2, S8=2)
    )
    assert nobody.score is None
    assert nobody.from_log == pytest.approx(2)
    assert not block_score(standard().block("gebouw"), 3.0, unknown).half_missing


def test_advice_belongs_to_the_level_that_was_reached():
    block = standard().block("kennis")
    assert [advice(block, one) for one in (1, 2.4, 3.9, 4, 5)] == [
        block.advice[no] for no in (0, 1, 2, 3, 4)
    ]


def test_what_is_missing_is_told_in_whole_things():
    answers = (
        Need("answers", 18, 30),
        Need("answered_activities", 3, 5),
        Need("response", 0.1, 0.15),
    )
    one = a_result("O3", None, needs=(*answers, Need("activities", 20, 10)))
    assert [(still.need.of, still.more) for still in still_needed(one)] == [
        ("answers", 12), ("answered_activities", 2), ("response", None),
    ]  # fmt: skip
    assert still_needed(a_result("O3", 3)) == ()
