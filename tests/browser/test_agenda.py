"""Finding something in the agenda: with htmx in place, by keyboard, and without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from community.gatherings.kinds import Kind
from tests.browser.live import House
from tests.factories import a_branch, a_gathering, the_library

AGENDA = "/vechtdal/agenda"


@pytest.fixture(scope="module", autouse=True)
def town(house: House) -> None:
    library = the_library()
    dalfsen = a_branch(library, "Dalfsen")
    first = a_gathering("Wereldcafé: zo helpen we elkaar", search_text="wereldcafe zo helpen")
    for days, title in enumerate(("Sterren kijken", "Sterren fotograferen"), start=1):
        a_gathering(
            title,
            kind=Kind.LECTURE,
            branch_id=dalfsen.id,
            starts_at=first.starts_at + timedelta(days=days),
            search_text=title.lower(),
        )


def titles(page: Page) -> list[str]:
    return page.locator(".kk-entry__title").all_inner_texts()


def test_a_filter_changes_the_list_in_place_and_keeps_the_focus(page: Page):
    page.goto(AGENDA)
    page.evaluate("window.stayed = true")
    page.locator("#f-soort-lecture").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kk-entry")).to_have_count(2)
    expect(page).to_have_url(f"{AGENDA}?soort=lezing")
    assert page.evaluate("window.stayed")
    expect(page.locator("#f-soort-lecture")).to_be_focused()
    expect(page.locator("#f-soort-lecture")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("status").filter(has_text="Je ziet 2 lezingen.")).to_have_count(1)


def test_going_back_shows_what_was_there(page: Page):
    page.goto(AGENDA)
    page.locator("#f-soort-lecture").click()
    expect(page.locator(".kk-entry")).to_have_count(2)
    page.go_back()
    expect(page.locator(".kk-entry")).to_have_count(3)
    expect(page).to_have_url(AGENDA)


def test_searching_by_keyboard_narrows_what_was_chosen(page: Page):
    page.goto(f"{AGENDA}?soort=lezing")
    page.get_by_label("Woorden").fill("fotograferen")
    page.keyboard.press("Enter")
    expect(page.locator(".kk-entry")).to_have_count(1)
    assert titles(page) == ["Sterren fotograferen"]
    expect(page.get_by_label("Woorden")).to_be_focused()
    page.get_by_role("link", name="Toon alle 3 activiteiten").click()
    expect(page.locator(".kk-entry")).to_have_count(3)


def test_on_a_phone_the_filters_stay_open_while_one_chooses(page: Page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(AGENDA)
    page.get_by_text("Kies wat je wilt zien").click()
    page.locator("#f-soort-lecture").click()
    expect(page.get_by_text("Kies wat je wilt zien: Lezing")).to_be_visible()
    expect(page.locator("#f-waar-dalfsen")).to_be_visible()


def test_the_whole_row_leads_to_the_gathering(page: Page):
    page.goto(AGENDA)
    page.locator(".kk-entry__seats").first.click(force=True)  # The link lies over it.
    expect(page.get_by_role("heading", level=1)).to_have_text("Wereldcafé: zo helpen we elkaar")
    page.get_by_role("link", name="Terug naar de agenda").click()
    expect(page).to_have_url(AGENDA)


def test_the_way_from_front_page_to_gathering_by_keyboard_alone(page: Page):
    page.goto("/vechtdal/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Wereldcafé")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wereldcafé: zo helpen we elkaar")


def test_where_scripts_run_the_address_is_copied_by_a_button(page: Page):
    page.goto(AGENDA)
    expect(page.get_by_role("button", name="Kopieer")).to_be_visible()


class TestWithoutJavaScript:
    @pytest.fixture
    def javascript(self) -> bool:
        return False

    def test_filters_search_and_months_work_the_same(self, page: Page):
        page.goto(AGENDA)
        page.locator("#f-soort-lecture").click()
        assert titles(page) == ["Sterren kijken", "Sterren fotograferen"]
        page.get_by_label("Woorden").fill("kijken")
        page.get_by_role("button", name="Zoek").click()
        assert titles(page) == ["Sterren kijken"]
        expect(page).to_have_url(f"{AGENDA}?soort=lezing&q=kijken")
        page.get_by_role("link", name="Maand", exact=True).click()
        page.get_by_role("link", name="Volgende maand").click()
        expect(page.get_by_role("table")).to_be_visible()
        expect(page.get_by_label("Woorden")).to_have_value("kijken")

    def test_no_button_is_shown_that_needs_a_script(self, page: Page):
        page.goto(AGENDA)
        expect(page.get_by_label("Of kopieer het adres")).to_be_visible()
        expect(page.get_by_role("button", name="Kopieer")).to_be_hidden()
