"""Markdown without its marks."""

from __future__ import annotations

import pytest

from community.gatherings.plain_text import plain_text, shortened


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("", ""),
        ("# Kop\n\nEen **vet** en _schuin_ `woord`.", "Kop\n\nEen vet en schuin woord."),
        ("Regel een\nloopt door.  \nEn breekt.", "Regel een loopt door.\nEn breekt."),
        ("Neem mee:\n\n1. een stoel\n2. koffie\n\nTot dan.",
         "Neem mee:\n\n- een stoel\n- koffie\n\nTot dan."),
        ("[Lees **meer**](https://a.example/b)", "Lees meer (https://a.example/b)"),
        ("<https://a.example/b> of <hoi@a.example>", "https://a.example/b of hoi@a.example"),
        ("[klik](javascript:alert)", "[klik](javascript:alert)"),
        ("> Gezegd is gezegd", "Gezegd is gezegd"),
        ("<b>niet vet</b>", "<b>niet vet</b>"),
        ("![Een stoel](stoel.png)", "Een stoel"),
    ],
)  # fmt: skip
def test_marks_go_and_words_stay(markdown: str, plain: str):
    assert plain_text(markdown) == plain


def test_a_short_text_is_left_alone():
    assert shortened("Tot straks", 10) == "Tot straks"


@pytest.mark.parametrize("most", [3, 10, 17])
def test_a_long_text_ends_within_its_measure(most: int):
    assert len(shortened("Neem je stoel mee, en koffie", most)) <= most + 1
    assert shortened("Neem je stoel, mee", 16) == "Neem je stoel …"
