"""The Dutch is complete, and says the same thing the same way everywhere."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from tools import words


def test_no_word_is_untranslated():
    assert words.problems() == []


@pytest.mark.parametrize(
    ("dutch", "finding"),
    [
        ("", "not translated"),
        ("Hoi %(nam)s", "different placeholders"),
        ("Hoi", "different placeholders"),
        ("Hoi %(name)s, 100%", "percent sign"),
    ],
)
def test_a_translation_that_would_fail_is_found(dutch, finding):
    source, catalog = Catalog(locale="nl"), Catalog(locale="nl")
    source.add("Hello %(name)s", locations=[("templates/home/index.html", 0)])
    catalog.add("Hello %(name)s", dutch)
    assert [finding in found for found in words.catalog_problems(catalog, source)] == [True]


def test_a_string_that_nobody_extracted_is_found():
    source = Catalog(locale="nl")
    source.add("Hello")
    assert any("make words" in found for found in words.catalog_problems(Catalog("nl"), source))
