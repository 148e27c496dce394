"""A library's own words in a mail: checked, filled in, and never more than words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.outbox import wording
from community.outbox.letters import Link, Note, as_text
from community.outbox.wording import LooseBrace, UnknownVariable

KNOWN = {"voornaam": "", "datum": ""}
NOTE = Note(
    subject="Vervalt", heading="Het gaat niet door", greeting=("Dag.",), opening=("Feiten.",),
    button=Link("Kijk", "https://x.example"), closing=("Jammer.",), foot="Voet.",
)  # fmt: skip


def test_a_variable_that_is_none_is_named_with_those_that_are():
    with pytest.raises(UnknownVariable) as refused:
        wording.check("Dag {voornam}", KNOWN)
    assert refused.value.values == {"name": "{voornam}", "known": "{voornaam}, {datum}"}


@pytest.mark.parametrize(
    "text", ["{", "}", "{voornaam", "voornaam}", "{{voornaam}}", "{voornaam}}", "{a{datum}"]
)
def test_a_loose_brace_is_refused(text):
    with pytest.raises((LooseBrace, UnknownVariable)):
        wording.check(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    ["{voornaam.__class__}", "{0}", "{}", "{voornaam!r}", "{voornaam:>99999}", "{%x%}", "{#x#}"],
)
def test_nothing_that_a_template_could_do_passes(text):
    with pytest.raises((LooseBrace, UnknownVariable)):
        wording.check(text, KNOWN)


def test_what_is_filled_in_is_not_looked_at_again():
    values = {"voornaam": "{datum}", "datum": "{{ 7 * 7 }}"}
    assert wording.filled("{voornaam} {datum}", values) == ("{datum} {{ 7 * 7 }}",)


@given(st.text("{}ab \n", max_size=30), st.text("{}ab", max_size=9))
def test_whatever_passes_the_check_is_filled_in_wholly(text, value):
    try:
        wording.check(text, {"a": ""})
    except (LooseBrace, UnknownVariable):
        return
    expected = text.replace("{a}", value)
    said = "".join(wording.filled(text, {"a": value}))
    assert "".join(said.split()) == "".join(expected.split())


def test_own_words_leave_every_fact_in_its_place():
    note = wording.put_in(NOTE, "Lieve {voornaam},\n\nWat spijtig.", "Groet", {"voornaam": "Noor"})
    assert note.greeting == ("Lieve Noor,", "Wat spijtig.")
    text = as_text(note)
    for fact in ("Het gaat niet door", "Feiten.", "https://x.example", "Voet."):
        assert fact in text
    assert "Jammer." not in text


def test_what_is_left_empty_stays_as_the_house_says_it():
    assert wording.put_in(NOTE, "", " \n ", {}) == NOTE
