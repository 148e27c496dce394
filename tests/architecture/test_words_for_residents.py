"""What residents meet is said in the languages that only they read, too, and nothing else is."""

from __future__ import annotations

import pytest

from community.config import FOR_RESIDENTS
from tools import words


@pytest.mark.parametrize("language", FOR_RESIDENTS)
def test_no_word_that_residents_meet_is_untranslated(language):
    assert words.problems(locales=[language]) == []


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("templates/gatherings/sign_up.html", True),
        ("community/gatherings/mail_notes.py", True),
        ("templates/rota/_mine.html", True),
        ("community/exports/forgetting.py", True),
        ("templates/gatherings/desk_form.html", False),
        ("templates/rota/index.html", False),
        ("community/meetlat/views.py", False),
    ],
)
def test_only_what_residents_meet_is_asked(path, asked):
    assert words.is_for_residents(path) is asked


def test_each_language_is_one_that_the_catalogues_know():
    assert {words.DUTCH, *FOR_RESIDENTS} == set(words.LOCALES)
