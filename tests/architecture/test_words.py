"""The Dutch is complete, and says the same thing the same way everywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog

from tests.architecture.source import name, python_files
from tools import words

#: What marks a word for translation, in code.
MARKS = {"_", "N_", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext"}


def test_no_word_is_untranslated():
    assert words.problems(locales=[words.DUTCH]) == []


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


def test_no_word_hides_in_an_f_string():
    """Babel does not look inside one: the word would stay English without anybody noticing."""
    hidden = [
        f"{name(path)}:{line}"
        for path in python_files()
        for line in marked_in_f_strings(path.read_text(encoding="utf-8"))
    ]
    assert hidden == []


def test_a_word_in_an_f_string_is_found():
    assert list(marked_in_f_strings("said = f\"{gettext('Moved.')} {how}\"")) == [1]
    assert list(marked_in_f_strings("said = f\"{how(gettext)}\" + gettext('Moved.')")) == []


def marked_in_f_strings(source: str) -> Iterator[int]:
    for text in ast.walk(ast.parse(source)):
        for node in ast.walk(text) if isinstance(text, ast.JoinedStr) else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                yield node.lineno


def test_arabic_counts_from_eleven_in_the_accusative():
    """Its last form is that of 11 to 99, the one before of whole hundreds: easily swapped."""
    found = [
        (room, forms[-1])
        for room in words.rooms()
        for message in words.words(words.read(room, "ar"))
        if len(forms := words.strings(message)) > 2 and forms[-2].count("ًا") > forms[-1].count("ًا")
    ]
    assert found == []
