"""What a number was made of: the same number again, and nothing that could be somebody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.meetlat import evidence, reading
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import standard
from tests.meetlat.on_the_page import a_first_year, a_year

CODES = [each.code for each in standard().indicators]
RULES = standard().rules


@pytest.mark.parametrize("code", CODES)
def test_what_a_question_was_made_of_comes_to_its_number_again(code):
    counts = a_year()
    _, result = reading.find_indicator(score(counts, standard()), code)
    assert result.is_measurable
    assert evidence.of(result, counts, RULES).equals(result)


@pytest.mark.parametrize("code", CODES)
def test_a_number_that_is_not_there_has_rows_all_the_same(code):
    counts = a_first_year()
    _, result = reading.find_indicator(score(counts, standard()), code)
    assert evidence.of(result, counts, RULES).edited_late >= 0


def test_another_number_than_the_rows_come_to_is_noticed():
    counts = a_year()
    _, result = reading.find_indicator(score(counts, standard()), "O6")
    fewer = a_year(ids=range(1, 60))
    assert not evidence.of(result, fewer, RULES).equals(result)


def test_one_small_cell_takes_another_along():
    assert evidence.hidden([12, 3, 9, 40], 5) == {1, 2}
    assert evidence.hidden([12, 9, 40], 5) == frozenset()
    assert evidence.hidden([1, 1, 9, 40], 5) == {0, 1, 2}


@settings(max_examples=60)
@given(st.lists(st.integers(0, 12), max_size=12))
def test_nobody_subtracts_their_way_to_a_small_cell(counts):
    """The total and every cell that is shown leave a sum of several that is no small number."""
    gone = evidence.hidden(counts, 5)
    assert all(count >= 5 for no, count in enumerate(counts) if no not in gone)
    rest = sum(counts) - sum(count for no, count in enumerate(counts) if no not in gone)
    if gone and len(gone) < len(counts):
        assert len(gone) > 1
        assert rest >= 5
