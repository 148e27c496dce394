"""Two spellings of one thing fold to the same text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.search.folding import fold, fold_all
from community.search.matching import words_of


@pytest.mark.parametrize(
    ("said", "folded"),
    [
        ("Café “Ça va?”", "cafe ca va"),
        ("Wereldcafé: zo helpen we elkaar", "wereldcafe zo helpen we elkaar"),
        ("STRAßE", "strasse"),
        ("Œuvre & kæmpe, smørrebrød, Łódź", "oeuvre kaempe smorrebrod lodz"),
        ("naar_huis _\n 14.30", "naar huis 14 30"),
        ("ᴬᴮ ﬃ ℡", "ab ffi tel"),
        ("İstanbul Iğdır", "istanbul igdir"),
        ("ﬁets ij ②", "fiets ij 2"),
        ("اللُّغَة", "اللغة"),
        ("", ""),
    ],
)
def test_case_accents_and_signs_do_not_matter(said: str, folded: str):
    assert fold(said) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_text_has_no_signs_of_like_and_single_spaces(text: str):
    folded = fold(text)
    assert not set(folded) & set("%_\\\x00")
    assert folded.split() == (folded.split(" ") if folded else [])


def test_what_is_not_said_leaves_no_gap():
    assert fold_all("Repair Café", "", "Ommen!") == "repair cafe ommen"


def test_a_question_is_its_words_once_and_not_too_many():
    assert words_of("De Fiets, de fiets!") == ["de", "fiets"]
    assert len(words_of(" ".join(map(str, range(100))))) == 8
