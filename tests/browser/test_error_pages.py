"""What goes wrong is said calmly, in the visitor's language, on a page as good as the others."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from community.accounts.doors import SIGN_IN_LINK
from tests import factories
from tests.browser.looking import axe, overflow, small_text
from tests.browser.visits import let_in

LANGUAGES = ("nl", "en")


def judge(page, language: str, status: int) -> None:
    assert page.locator("html").get_attribute("lang") == language
    expect(
        page.get_by_text(f"Fout {status}" if language == "nl" else f"Error {status}")
    ).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) <= 0
    assert small_text(page) == []
    assert axe(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_does_not_exist(page, house, language):
    library = factories.a_library(f"weg-{language}")
    answer = page.goto(f"/{library.slug}/agenda/999999?taal={language}")
    assert answer.status == 404
    judge(page, language, 404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_for_you(page, window, house, language):
    library = factories.a_library(f"dicht-{language}")
    let_in(window, house, factories.a_member(library=library))
    answer = page.goto(f"/{library.slug}/beheer/activiteiten/nieuw?taal={language}")
    assert answer.status == 403
    judge(page, language, 403)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_is_not_ours(page, house, language):
    page.goto(f"/inloggen?taal={language}")
    page.evaluate("document.querySelector('[name=csrf_token]').value = 'forged'")
    page.locator("[name=email]").fill("noor@example.org")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("main").get_by_role("button").click()
    page.wait_for_load_state()
    assert answer.value.status == 422
    judge(page, language, 422)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_door_that_is_knocked_on_too_often(page, house, language):
    allowed = SIGN_IN_LINK.account.most
    for _knock in range(allowed + 1):
        page.goto(f"/inloggen?taal={language}")
        page.locator("[name=email]").fill(f"iedere.keer.{language}@example.org")
        with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            page.get_by_role("main").get_by_role("button").click()
        page.wait_for_load_state()
    assert answer.value.status == 429
    judge(page, language, 429)
