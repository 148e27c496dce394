"""The rig itself: it opens a real house, and it notices what is wrong with a page."""

from __future__ import annotations

from tests import factories
from tests.browser.looking import NARROW, WIDE, axe, overflow, wrong_at
from tests.browser.windows import Windows


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
