"""Four languages for residents, two for the desk; a page is in one of them, whole."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from babel.messages.catalog import Catalog
from flask import Flask
from flask_babel import gettext

from community.config import WrongSetting, configure
from community.outbox import letters
from community.web.access import librarians_only, open_to_all
from community.web.formats import joined, relative_day
from community.web.i18n import house_language
from tests.outbox.test_letters import NOTE, SENDER
from tests.web.test_layout import PAGE
from tools import words


@pytest.fixture
def site(pages: Flask) -> Flask:
    pages.config["SPOKEN"] = ("nl", "en", "uk", "ar")
    page = pages.jinja_env.from_string(PAGE)

    @pages.get("/agenda")
    @open_to_all
    def agenda() -> str:
        return page.render()

    @pages.get("/beheer")
    @librarians_only
    def desk() -> str:
        return page.render()

    return pages


def test_an_arabic_page_reads_from_the_right_and_its_links_say_so(site: Flask):
    page = site.test_client().get("/agenda?taal=ar").text
    assert '<html lang="ar" dir="rtl"' in page
    assert '<a href="?taal=uk" lang="uk" dir="ltr" hreflang="uk">Українська</a>' in page
    assert 'hreflang="ar" href="https://kring.test/agenda?taal=ar"' in page
    dutch = site.test_client().get("/agenda").text
    assert '<a href="?taal=ar" lang="ar" dir="rtl" hreflang="ar">العربية</a>' in dutch


def test_a_language_once_chosen_is_remembered(site: Flask):
    client = site.test_client()
    client.get("/agenda?taal=uk")
    assert '<html lang="uk" dir="ltr"' in client.get("/agenda").text


def test_the_desk_keeps_to_the_languages_of_the_house_and_says_so(site: Flask):
    client = site.test_client()
    client.set_cookie("taal", "ar")
    page = client.get("/beheer").text
    assert '<html lang="nl" dir="ltr"' in page
    assert '<p class="kk-wrap kk-elsewhere" lang="ar" dir="rtl">' in page
    # Within a landmark: who goes from one to the next comes past it.
    assert page.index("kk-elsewhere") < page.index("</header>")
    assert 'hreflang="ar"' not in page
    assert "kk-elsewhere" not in client.get("/agenda").text
    client.set_cookie("taal", "en")
    assert "kk-elsewhere" not in client.get("/beheer").text


def test_where_nothing_is_one_reads_so_in_ones_own_language(site: Flask):
    with site.test_request_context("/?taal=uk"):
        assert house_language() == "nl"
        assert '<html lang="uk"' in site.jinja_env.from_string(PAGE).render()


@pytest.mark.parametrize("languages", ["uk,nl", "nl,xx", ""])
def test_a_house_begins_with_a_language_that_its_desk_speaks(languages, tmp_path):
    with pytest.raises(WrongSetting, match="LANGUAGES"):
        configure(Flask("x"), {"INSTANCE": str(tmp_path), "LANGUAGES": languages})


def test_what_is_filled_in_keeps_its_own_direction_unless_it_stands_in_a_tag():
    catalog = Catalog(locale="ar")
    catalog.add("x", 'سجّل في <a href="%(url)s">%(title)s</a> (%(num)d)')
    assert [message.string for message in words.words(words.isolated(catalog))] == [
        'سجّل في <a href="%(url)s">\u2068%(title)s\u2069</a> (%(num)d)'
    ]


def test_a_day_and_a_time_stand_in_the_order_of_the_language():
    catalog = Catalog(locale="ar")
    catalog.add("x", "%(day)s، %(time)s")
    assert [message.string for message in words.words(words.isolated(catalog))] == [
        "\u200f\u2068%(day)s\u2069، \u2068%(time)s\u2069"
    ]


@pytest.mark.parametrize(
    ("language", "days", "said"),
    [
        ("uk", 2, "через 2 дні"),
        ("uk", 5, "через 5 днів"),
        ("ar", 2, "بعد يومين"),
        ("ar", 5, "بعد 5 أيام"),
        ("ar", 12, "بعد 12 يومًا"),
    ],
)
def test_a_number_of_days_has_the_form_its_language_asks(site: Flask, language, days, said):
    with site.test_request_context(f"/?taal={language}"):
        told = relative_day(date(2026, 3, 1) + timedelta(days=days), date(2026, 3, 1))
    assert told.replace("\u00a0", " ") == said


def test_names_in_a_row_stand_apart_as_their_language_sets_them_apart(site: Flask):
    said = []
    for language in ("nl", "uk", "ar"):
        with site.test_request_context(f"/?taal={language}"):
            said.append(re.sub("[\u2066-\u2069]", "", joined(["Noor", "Ali", "Bram"])))
    assert said == ["Noor, Ali en Bram", "Noor, Ali і Bram", "Noor، Ali وBram"]


def test_a_mail_in_arabic_reads_from_the_right(app):
    html = letters.as_html(NOTE, SENDER, "ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert 'text-align: right" dir="rtl"' in html


def test_a_resident_is_written_to_in_her_language_and_a_colleague_in_the_house_s(app):
    with letters.in_language_of("uk") as spoken:
        assert (spoken, gettext("Yes")) == ("uk", "Так")
    with letters.for_work_in_language_of("uk") as spoken:
        assert (spoken, gettext("Yes")) == ("nl", "Ja")
