"""What is typed is kept as it is, or refused with words that help to find what is wrong."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.texts import BROKEN, BROKEN_AFTER, ONE_LINE, UnfitText, clean_line, clean_text
from community.web import typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("  Taalcafé ", "Taalcafé"),
        ("الحديث معًا", "الحديث معًا"),
        ("👨‍👩‍👧 " * 500, ("👨‍👩‍👧 " * 500).strip()),
        ("e\u0301", "é"),
    ],
)
def test_words_in_any_script_are_kept(typed, kept):
    assert clean_line(typed) == clean_text(typed) == kept


def test_line_ends_become_one_kind():
    assert clean_text("een\r\ntwee\rdrie\n") == "een\ntwee\ndrie"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_a_title_is_one_line(end):
    with pytest.raises(UnfitText) as unfit:
        clean_line(f"Onderwerp{end}Bcc: iedereen")
    assert unfit.value.message == ONE_LINE


#: NUL, escape, delete, a control of the upper half, half a pair, right-to-left override.
UNSEEN = [0x00, 0x1B, 0x7F, 0x9D, 0xD83D, 0x202E, 0xFFFD]


@pytest.mark.parametrize("bad", [chr(each) for each in UNSEEN])
def test_what_nobody_can_see_is_pointed_at(bad):
    with pytest.raises(UnfitText) as unfit:
        clean_text(f"Kom gezellig{bad}langs")
    assert (unfit.value.message, unfit.value.values) == (BROKEN_AFTER, {"before": "Kom gezellig"})
    with pytest.raises(UnfitText) as unfit:
        clean_text(f"{bad}langs")
    assert unfit.value.message == BROKEN


@given(st.text())
def test_what_comes_through_can_be_stored_and_written(text):
    try:
        kept = clean_line(text)
    except UnfitText:
        return
    kept.encode()
    assert "\x00" not in kept
    assert kept.splitlines() in ([], [kept])
    assert unicodedata.is_normalized("NFC", kept)
    assert clean_line(kept) == kept


@pytest.mark.parametrize(("language", "word"), [("nl", "onleesbaar"), ("en", "unreadable")])
def test_a_form_says_it_in_the_language_of_the_page(app, language, word):
    with app.test_request_context(f"/?taal={language}"):
        for field in (typed.line, typed.lines):
            with pytest.raises(ValueError, match=word):
                field("kom\x00langs")
        assert typed.lines(" een\r\ntwee ") == "een\ntwee"
