"""What a number was made of: the same number again, and nothing that could be somebody."""

from __future__ import annotations

import pytest

from community.meetlat import evidence, reading
from community.meetlat.behind import behind
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import standard
from community.meetlat.engine.stored import pack
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


def test_rows_are_added_up_once_for_the_same_counts_and_anew_for_others():
    counts, fewer = a_year(), a_year(ids=range(1, 60))
    _, result = reading.find_indicator(score(counts, standard()), "O6")
    once = behind(pack(counts)).open(result, standard())
    assert behind(pack(counts)).open(result, standard()) is once
    assert once.made_of == evidence.of(result, counts, RULES)
    assert behind(pack(fewer)).open(result, standard()).made_of == evidence.of(result, fewer, RULES)
