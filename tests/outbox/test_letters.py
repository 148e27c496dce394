"""A note and its two forms."""

from __future__ import annotations

import re

import pytest
from flask_babel import get_locale
from markupsafe import Markup

from community.outbox import letters
from community.outbox.letters import Link, Note, Passage, Sender, When

SENDER = Sender(name="Bibliotheek Vechtdal", accent_light="#8c2f39", accent_dark="#f2a7ab")

NOTE = Note(
    subject="Je doet mee",
    heading="Je doet mee, Fatima",
    opening=("Fijn dat je komt.", "We houden een stoel vrij."),
    when=When(numeral="3", day="dinsdag 3 maart", time="14.00 uur", place=("Leeszaal", "Ommen")),
    body=("Neem een trui mee.", Link("Doe online mee", "https://example.org/a?b=1&c=2")),
    button=Link("Bekijk je aanmelding", "https://example.org/" + "x" * 100),
    instead=(Link("Ik kan niet", "https://example.org/nee"),),
    closing=("Kun je toch niet?",),
    signed=("Tot dinsdag!", "Sanne"),
    foot="Vragen? Antwoord gewoon.",
    foot_link=Link("Stop ermee", "https://example.org/stop"),
)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL))


@pytest.fixture
def html(app):
    return letters.as_html(NOTE, SENDER, "nl")


def test_the_text_says_everything_in_the_order_of_the_note():
    text = letters.as_text(NOTE)
    said = [
        NOTE.heading, *NOTE.opening, "dinsdag 3 maart", "14.00 uur", "Leeszaal", "Ommen",
        "Neem een trui mee.", "Doe online mee", "https://example.org/a?b=1&c=2",
        "Bekijk je aanmelding", NOTE.button.url, "Ik kan niet", *NOTE.closing, *NOTE.signed,
        NOTE.foot, NOTE.foot_link.label, NOTE.foot_link.url,
    ]  # fmt: skip
    places = [text.index(each) for each in said]
    assert places == sorted(places)


def test_lines_of_text_are_short_and_an_address_is_never_broken():
    lines = letters.as_text(NOTE).splitlines()
    assert all(len(line) <= letters.WIDTH for line in lines if "http" not in line)
    assert NOTE.button.url in lines


def test_the_html_says_everything_too(html):
    shown = words(html)
    for each in (NOTE.heading, *NOTE.opening, "dinsdag 3 maart", *NOTE.closing, NOTE.foot):
        assert each in shown
    assert html.count(f'href="{NOTE.foot_link.url}"') == 1
    assert html.count(f'href="{NOTE.button.url}"') == 1
    assert html.index(NOTE.button.url) < html.index('href="https://example.org/nee"')
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html


def test_the_button_has_the_colour_of_the_library(html):
    assert "background: #8c2f39" in html
    assert "background: #f2a7ab !important" in html


def test_a_mail_asks_nothing_of_any_server(html):
    assert not re.search(r"\bsrc=|url\(|@import|<link|<script", html)


def test_what_people_typed_is_never_markup(app):
    typed = "<script>alert(1)</script> \"'> & javascript:alert(1)"
    note = Note(
        subject=typed, heading=typed, opening=(typed,), body=(typed,), closing=(typed,),
        when=When(numeral="3", day=typed, time=typed, place=(typed,)),
        signed=(typed,), foot=typed,
    )  # fmt: skip
    html = letters.as_html(note, Sender(name=typed), "nl")
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 11


def test_line_breaks_that_people_typed_stay_inside_their_line(app):
    letter = letters.written(
        Note(subject="Een\r\nBcc: x@example.org", heading="Twee\u2028regels"),
        sender=Sender(name="Bieb\nX: y"),
        to_name="Noor\r\nX: y",
        to_address="noor@example.org",
        language="nl",
    )
    assert letter.subject == "Een Bcc: x@example.org"
    assert (letter.to_name, letter.from_name) == ("Noor X: y", "Bieb X: y")
    assert letter.text == "Twee regels\n"


def test_a_reader_whose_language_we_do_not_have_gets_the_first_one(app):
    with letters.in_language_of("tr") as language:
        assert language == "nl"
        assert str(get_locale()) == "nl"
    with letters.in_language_of("en") as language:
        assert (language, str(get_locale())) == ("en", "en")


@pytest.mark.parametrize("language", ["uk", "ar"])
def test_the_language_of_a_mail_stands_where_a_mail_program_keeps_it(app, language):
    inside = letters.as_html(NOTE, SENDER, language).partition("<body")[2]
    assert re.search(rf'<div role="main" lang="{language}" dir="(ltr|rtl)">', inside)


def test_words_in_other_letters_say_their_language(app):
    note = Note(
        subject="أهلا", heading="أهلا Fatima",
        opening=("Fijn dat je komt.", "نراك في «3 vragen: wie <b> weet?»"),
        when=When(numeral="3", day="الثلاثاء", time="14:00", place=("Zaal boven",)),
        body=(
            Link("Doe online mee", "https://example.org/a"),
            Passage(Markup('<p><a href="/b">Samen breien</a><br>غدا</p><p>Hallo daar</p>'), "b"),
        ),
        signed=("Tot dinsdag!",),
    )  # fmt: skip
    html = letters.as_html(note, SENDER, "ar")
    marked = {
        "Fatima", "3 vragen: wie &lt;b&gt; weet?", "Fijn dat je komt.", "Zaal boven",
        "Doe online mee", "Samen breien", "Hallo daar", "Tot dinsdag!",
    }  # fmt: skip
    assert set(re.findall(r'<[^>]* lang="nl" dir="auto"[^>]*>([^<]+)<', html)) == marked
    assert 'lang="nl"' not in letters.as_html(NOTE, SENDER, "en")
