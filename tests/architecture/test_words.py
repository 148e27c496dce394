"""The Dutch is complete, and says the same thing the same way everywhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog

from tests.architecture.source import name, python_files
from tools import words

#: What marks a word for translation, in code.
MARKS = {"_", "N_", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext"}
MARKED = re.compile(rf"\b(?:{'|'.join(MARKS)})\(")
F_STRING = re.compile(r"\b[rR]?[fF][rR]?[\"']")


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


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        ({"string": ("%(num)d mens", ""), "id": ("%(num)d person", "%(num)d people")},
         "not translated"),
        ({"string": ("one of the six",), "id": ("%(num)d person", "%(num)d people")},
         "not translated"),
        ({"string": "Hoi", "id": "Hello", "flags": {"fuzzy"}}, "marked fuzzy"),
    ],
)  # fmt: skip
def test_what_is_said_by_half_or_by_guess_is_found(said, finding):
    source, catalog = Catalog(locale="ar"), Catalog(locale="ar")
    source.add(said["id"], locations=[("community/home/views.py", 1)])
    catalog.add(**said)
    assert [finding in found for found in words.catalog_problems(catalog, source)] == [True]


def test_what_the_source_no_longer_says_is_found():
    catalog = Catalog(locale="nl")
    said = catalog.add("Hello", "Hoi")
    assert [*words.catalog_problems(catalog, Catalog("nl"))] == [
        "'Hello' is no longer in the source (make words)"
    ]
    kept = Catalog(locale="nl")
    kept.obsolete["Hello"] = said
    assert [*words.catalog_problems(kept, Catalog("nl"))] == ["'Hello' is kept as obsolete"]


def test_the_same_words_said_otherwise_in_another_room_are_found(monkeypatch):
    said = {"home": "Hoi", "mine": "Hallo"}

    def reads(room, _locale=words.DUTCH):
        catalog = Catalog(locale="nl")
        catalog.add("Hello", said[room])
        return catalog

    monkeypatch.setattr(words, "rooms", lambda: list(said))
    monkeypatch.setattr(words, "read", reads)
    monkeypatch.setattr(words, "extract", reads)
    assert words.problems(locales=[words.DUTCH]) == ["nl, mine: 'Hello' is said otherwise in home"]


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
    if not (MARKED.search(source) and F_STRING.search(source)):
        return  # Most files: to take one apart takes a hundred times as long.
    for text in ast.walk(ast.parse(source)):
        for node in ast.walk(text) if isinstance(text, ast.JoinedStr) else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                yield node.lineno


def test_arabic_counts_from_eleven_in_the_accusative():
    """Its last form is that of 11 to 99, the one before of whole hundreds: easily swapped."""
    counted = [
        (room, forms)
        for room in words.rooms()
        for message in words.words(words.read(room, "ar"))
        if len(forms := words.strings(message)) > 2
    ]
    assert any(forms[-1].count("ًا") > forms[-2].count("ًا") for _room, forms in counted)
    swapped = [
        (room, forms[-1]) for room, forms in counted if forms[-2].count("ًا") > forms[-1].count("ًا")
    ]
    assert swapped == []
