"""The rig itself: it opens a real house, and it notices what is wrong with a page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error as BrowserError

from tests import factories
from tests.browser.keys import tab_to
from tests.browser.looking import NARROW, WIDE, axe, overflow, watch, wrong_at
from tests.browser.windows import Windows

WITHOUT_RING = """() => document.querySelectorAll('*').forEach(
    each => each.style.setProperty('outline', 'none', 'important'))"""


def test_a_page_opens_in_a_real_browser(page, house):
    factories.the_library()
    answer = page.goto("/inloggen")
    assert answer.ok
    assert page.title()


def test_a_picture_without_words_is_found(page, house):
    page.goto("/inloggen")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any(finding.startswith("image-alt") for finding in axe(page))


def test_a_page_that_is_too_wide_is_found(page, house):
    page.goto("/inloggen")
    page.evaluate("document.querySelector('main').style.minWidth = '200vw'")
    assert overflow(page) > 0


def test_what_goes_wrong_on_the_way_is_told(window, house):
    page = window.new_page()
    trouble = watch(page, house)
    page.goto("/inloggen")
    assert trouble == []
    page.evaluate("console.error('kapot')")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('stuk'); })")
    elsewhere = "http://127.0.0.1:1/"  # Where nobody answers.
    with pytest.raises(BrowserError):
        page.goto(elsewhere)
    assert trouble == ["console: kapot", "script: stuk", f"a request to {elsewhere}"]


def test_who_goes_by_keyboard_always_sees_where(page, house):
    page.goto("/inloggen")
    page.evaluate(WITHOUT_RING)
    with pytest.raises(AssertionError, match="'ring': False"):
        tab_to(page, page.get_by_role("button").last)


def test_headings_small_words_and_ids_are_counted_on_the_phone(page, house):
    page.goto("/inloggen")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', `<h1 id='twee'>Nog een</h1>"
        "<p id='twee' class='klein'>Kleine letters</p>`)"
    )
    page.evaluate("document.querySelector('.klein').style.fontSize = '12px'")
    wrong = "\n".join(wrong_at(page, *NARROW))
    for each in ("2 headings of the page", "12 px: Kleine letters", "more than one #twee"):
        assert each in wrong


def test_faint_words_are_found_where_nothing_is_drawn(still_browser, house):
    windows = Windows(still_browser, house)
    page, _trouble = windows.of("")
    page.goto("/inloggen")
    for way in (NARROW, WIDE):
        assert wrong_at(page, *way) == []
        page.evaluate("document.querySelector('main').style.color = '#777'")
        page.evaluate("document.querySelector('main').style.background = '#888'")
        assert any("color-contrast" in wrong for wrong in wrong_at(page, *way))
        page.evaluate("document.querySelector('main').style.color = ''")
        page.evaluate("document.querySelector('main').style.background = ''")
    page.context.close()
