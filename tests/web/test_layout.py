"""Every page says its language, its address and where help is, and asks nothing of a session."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, flash, g, render_template, render_template_string

from community.web import slots
from community.web.slots import Menu, MenuItem
from tests.web.conftest import LIBRARY

PAGE = """
{% extends "layouts/page.html" %}
{% block title %}Agenda{% endblock %}
{% block main %}<h1>Agenda</h1>{% endblock %}
"""

WORDS = {"heading": "Oei", "text": "Zo terug.", "reference": "7k3f-92mq"}


@pytest.fixture
def site(pages: Flask) -> Flask:
    @pages.get("/v/agenda")
    def agenda() -> str:
        g.library = LIBRARY
        return pages.jinja_env.from_string(PAGE).render()

    @pages.get("/inloggen")
    def sign_in() -> str:
        return pages.jinja_env.from_string(PAGE).render()

    @pages.post("/v/agenda")
    def save() -> str:
        flash("Bewaard.", "nl")
        return ""

    slots.add_to_menu(
        pages, Menu.ABOUT, MenuItem("sign_in", "About this site", needs_library=False)
    )
    return pages


def test_a_page_names_its_language_and_its_library(site: Flask):
    page = site.test_client().get("/v/agenda").text
    assert '<html lang="nl" dir="ltr"' in page
    assert "<title>Agenda · Bibliotheek Vechtdal</title>" in page
    assert '<link rel="stylesheet" href="/v/merk.css">' in page
    assert 'href="tel:+31529123456"' in page


def test_a_page_outside_a_library_carries_the_name_of_the_house(site: Flask):
    page = site.test_client().get("/inloggen").text
    assert "<title>Agenda · Kenniskring</title>" in page
    assert "merk.css" not in page
    assert "Bibliotheek Vechtdal" not in page


def test_the_language_can_be_changed_without_losing_what_was_looked_for(site: Flask):
    page = site.test_client().get("/v/agenda?waar=ommen&taal=en").text
    assert '<html lang="en"' in page
    assert '<a href="?waar=ommen&amp;taal=nl" lang="nl" hreflang="nl">Nederlands</a>' in page


def test_both_languages_point_to_each_other_and_filters_are_not_addresses_of_their_own(site: Flask):
    page = site.test_client().get("/v/agenda?waar=ommen", headers={"Host": "elsewhere.test"}).text
    assert '<link rel="canonical" href="https://kring.test/v/agenda">' in page
    assert 'hreflang="en" href="https://kring.test/v/agenda?taal=en"' in page
    assert "elsewhere.test" not in page


def test_what_stands_in_the_query_cannot_break_out_of_the_page(site: Flask):
    page = site.test_client().get('/v/agenda?q="><script>alert(1)</script>').text
    assert "<script>alert" not in page


def test_a_visitor_without_a_session_gets_no_session(site: Flask):
    answer = site.test_client().get("/v/agenda")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_what_was_just_done_is_said_once(site: Flask):
    client = site.test_client()
    client.post("/v/agenda")
    assert '<p class="kk-message">Bewaard.</p>' in client.get("/v/agenda").text
    assert "Bewaard." not in client.get("/v/agenda").text


def test_what_was_said_in_another_language_carries_it(site: Flask):
    """A desk's act is said in the language of the house, also where a page in Arabic follows."""
    client = site.test_client()
    client.post("/v/agenda")
    page = client.get("/v/agenda?taal=en").text
    assert '<p class="kk-message" lang="nl" dir="ltr">Bewaard.</p>' in page


def test_an_empty_message_area_is_really_empty(site: Flask):
    """Its room on the page depends on it (`:not(:empty)`)."""
    page = site.test_client().get("/v/agenda").text
    area = page[page.index('id="messages"') :]
    assert area[area.index(">") : area.index("<main")].strip() == "></div>"


def test_the_content_can_be_reached_past_the_menu(site: Flask):
    page = site.test_client().get("/v/agenda").text
    assert 'href="#inhoud"' in page
    assert 'id="inhoud" tabindex="-1"' in page


def test_the_script_may_not_evaluate_nor_keep_pages(site: Flask):
    page = site.test_client().get("/v/agenda").text
    for setting in ('"allowEval":false', '"historyCacheSize":0', '"includeIndicatorStyles":false'):
        assert setting in page


@pytest.mark.parametrize("status", [500, 503])
def test_the_worst_errors_need_no_library_no_visitor_and_no_session(pages: Flask, status: int):
    """Even when the database is gone, and with it whatever the page would have asked."""

    @pages.get("/v/fails")
    def fails() -> tuple[str, int]:
        del g.library
        return render_template("errors/error.html", status=status, **WORDS), status

    answer = pages.test_client().get("/v/fails")
    assert answer.status_code == status
    assert "<h1>Oei</h1>" in answer.text
    assert "7k3f-92mq" in answer.text
    assert "kk-footer" not in answer.text
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("status", [403, 404, 409, 422, 429])
def test_other_errors_keep_the_menu_and_offer_one_thing_to_do(pages: Flask, status: int):
    with pages.test_request_context("/v/agenda"):
        g.library = LIBRARY
        page = render_template("errors/error.html", status=status, **WORDS)
    assert page.count("<h1>") == 1
    assert page.count("--primary-action") == 1
    assert 'href="/v/">Naar de voorpagina</a>' in page
    assert "kk-footer" in page


def test_a_page_that_loads_itself_again_goes_to_its_own_address_without_the_part(pages):
    """With a #part in its address a browser without scripts would stay where it is, for ever."""
    asks = '{% from "macros/again.html" import again with context %}{{ again(3) }}'
    for address in ("/zaal", "/zaal?ronde=2"):
        with pages.test_request_context(address):
            assert f'content="3; url={address}"' in render_template_string(asks)
    every = Path(__file__).parents[2].joinpath("templates").rglob("*.html")
    by_itself = [each.name for each in every if 'http-equiv="refresh"' in each.read_text()]
    assert by_itself == ["again.html"]


def test_what_goes_wrong_on_our_side_keeps_the_name_of_the_library(pages: Flask):
    with pages.test_request_context("/v/agenda"):
        g.library = LIBRARY
        page = render_template("errors/error.html", status=500, **WORDS)
    assert f"<span>{LIBRARY.name}</span>" in page
    assert page.count("--primary-action") == 1
