"""Rule 9 of the meetlat: what a round comes to, and what is shown of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from community.self_assessment import stored
from community.self_assessment.outcome import Sheet, outcome
from tests.self_assessment.sheets import (
    FRONT,
    MANAGEMENT,
    OTHER,
    PROGRAMME,
    TODAY,
    VOLUNTEERS,
    asks,
    of,
    slow_score,
    some_sheets,
)


@settings(max_examples=60)
@given(some_sheets(3))
def test_scores_are_those_of_the_plain_way(sheets):
    said = outcome(sheets, asks(1, 2), closed_on=TODAY)
    for block, numbers in zip(said.blocks, ([0], [1, 2]), strict=True):
        assert block.score == pytest.approx(slow_score(sheets, numbers))
        for each in block.statements:
            if each.score is not None:
                assert each.score == pytest.approx(slow_score(sheets, [each.number]))


@settings(max_examples=30)
@given(some_sheets(3))
def test_the_order_of_the_sheets_says_nothing_and_the_bytes_are_the_same(sheets):
    first = outcome(sheets, asks(1, 2), closed_on=TODAY, evidence={1: 2, 2: 3})
    again = outcome(sheets[::-1], asks(1, 2), closed_on=TODAY, evidence={2: 3, 1: 2})
    assert stored.dump(first) == stored.dump(again)
    assert stored.load(stored.dump(first)) == first
    assert [block.evidence for block in first.blocks] == [0, 5]


def test_a_small_group_weighs_as_much_as_a_large_one():
    said = of((MANAGEMENT, [5]), (FRONT, [2] * 9), (VOLUNTEERS, [2] * 4))
    assert said.blocks[0].score == 3.0, "not the mean over people, which is 2.2"


@pytest.mark.parametrize(
    ("groups", "provisional"),
    [
        ([(MANAGEMENT, [3] * 2), (FRONT, [3] * 2), (OTHER, [3])], False),
        ([(MANAGEMENT, [3] * 2), (FRONT, [3] * 1), (OTHER, [3])], True),
        ([(MANAGEMENT, [3] * 20), (FRONT, [3] * 20)], True),
    ],
)
def test_under_five_people_or_three_groups_it_is_provisional(groups, provisional):
    """Counted before groups are folded: the first has three, and shows none."""
    said = of(*groups)
    assert said.provisional is provisional
    assert said.blocks[0].score == 3.0


def test_of_fewer_than_four_people_nothing_is_said():
    block = of((MANAGEMENT, [5]), (FRONT, [1]), (OTHER, [3])).blocks[0]
    assert (block.score, block.groups, block.statements[0].score) == (None, (), None)


def test_three_in_ten_who_do_not_know_make_it_not_known():
    known = of((FRONT, [3] * 8), (OTHER, [0] * 3))
    unknown = of((FRONT, [3] * 7), (OTHER, [0] * 3))
    assert (known.blocks[0].is_known, known.blocks[0].score) == (True, 3.0)
    assert (unknown.blocks[0].is_known, unknown.blocks[0].score) == (False, None)
    assert of((FRONT, [3] * 7), (OTHER, [None] * 3)).blocks[0].is_known, "left open says nothing"


def test_groups_that_lie_a_step_apart_are_something_to_talk_about():
    near = of((MANAGEMENT, [4] * 9 + [3]), (FRONT, [3] * 10)).blocks[0]
    apart = of((MANAGEMENT, [4, 4, 4, 5]), (FRONT, [3, 3, 3, 4])).blocks[0]
    assert (near.is_talking_point, apart.is_talking_point) == (False, True)
    assert apart.spread == (3.25, 4.25)


# ─── folding ───


def shown(*groups):
    return [(each.group, each.mean) for each in of(*groups).blocks[0].groups]


def test_a_group_under_four_goes_with_other():
    assert shown((PROGRAMME, [4] * 4), (FRONT, [2] * 3), (OTHER, [3] * 4)) == [
        (PROGRAMME, 4.0), (OTHER, 2.5),
    ]  # fmt: skip


def test_two_small_groups_hide_each_other():
    """Their mean is the one over the groups, which the score has already: not 2.8 over people."""
    assert shown((PROGRAMME, [4] * 5), (FRONT, [2] * 3), (VOLUNTEERS, [4] * 2)) == [
        (PROGRAMME, 4.0), (OTHER, 3.0),
    ]  # fmt: skip


def test_one_small_group_takes_the_smallest_of_the_others_along():
    """Else three times the score less the two that are shown would be its mean."""
    assert shown((PROGRAMME, [4] * 6), (FRONT, [2] * 5), (VOLUNTEERS, [3] * 2)) == [
        (PROGRAMME, 4.0), (OTHER, 2.5),
    ]  # fmt: skip


def test_other_takes_one_along_while_it_stays_under_four_itself():
    groups = (PROGRAMME, [4] * 6), (FRONT, [2] * 5), (VOLUNTEERS, [3]), (OTHER, [3] * 2)
    assert [group for group, _mean in shown(*groups)] == [PROGRAMME, OTHER]


def test_when_too_little_is_left_no_group_is_shown():
    block = of((FRONT, [2] * 5), (VOLUNTEERS, [5])).blocks[0]
    assert (block.score, block.groups, block.is_talking_point) == (3.5, (), False)


def test_a_statement_on_which_a_folded_group_is_silent_is_not_said():
    sheets = [Sheet(FRONT, [2, 2])] * 5 + [Sheet(PROGRAMME, [4, 4])] * 4
    small = [Sheet(VOLUNTEERS, [3, None])] * 2
    first, second = outcome(sheets + small, asks(2), closed_on=TODAY).blocks[0].statements
    assert (first.score, first.groups[0].group) == (3.0, FRONT)
    assert (second.score, second.is_known, second.groups) == (None, True, ())
