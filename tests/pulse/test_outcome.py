"""What may be shown of a pulse: nothing that could be one person."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from community.pulse.outcome import (
    CELL,
    Outcome,
    added,
    nothing,
    people,
    together,
)

CHOICES = st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=3, max_size=3)


def outcome(answers, *, on_paper=0, head_count=20, is_final=True) -> Outcome:
    total = nothing()
    for one in answers:
        total = added(total, one)
    return Outcome(len(answers), on_paper, total, head_count, is_final)


@settings(max_examples=100)
@given(st.lists(CHOICES, max_size=25))
def test_no_cell_under_five_is_shown_nor_follows_by_subtraction(answers):
    shown = outcome(answers)
    if len(answers) < CELL:
        assert (shown.people, shown.response, shown.agreements) == (None, None, [])
        return
    assert shown.people == len(answers)
    for said in shown.agreements:
        assert said.of == 0 or said.of >= CELL


def test_who_agrees_is_told_only_of_five_beside_five_others():
    for agree, others in product(range(12), repeat=2):
        shown = outcome([[5, 4, 5]] * agree + [[1, 3, 2]] * others).agreements
        may = agree >= CELL and others >= CELL
        told = [agree if may else None] * 3 if agree + others >= CELL else []
        assert [each.agree for each in shown] == told


@settings(max_examples=50)
@given(st.lists(CHOICES, max_size=12), st.lists(CHOICES, max_size=12))
def test_answers_add_up_in_any_order(one, other):
    first, second = outcome(one).answers, outcome(other).answers
    assert together([first, second]) == outcome([*reversed(other), *one]).answers
    assert people(first) <= len(one)


def test_what_people_said_waits_until_nobody_can_answer_any_more():
    answers = [[5, 5, 5]] * 6 + [[1, 1, 1]] * 6
    assert outcome(answers, is_final=False).agreements == []
    assert [each.agree for each in outcome(answers).agreements] == [6, 6, 6]


def test_the_response_is_answers_for_every_hundred_heads():
    answers = [[5, None, None]] * 6
    assert outcome(answers, head_count=24).response == 25
    assert outcome(answers, on_paper=6, head_count=24).response == 50
    assert outcome(answers, head_count=None).response is None
    assert outcome(answers, head_count=0).response is None
    assert outcome(answers, head_count=3).response == 100
