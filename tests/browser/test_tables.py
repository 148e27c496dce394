"""A table plan changed by hand: by keyboard, by dragging, and with nothing for axe to find."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests import factories
from tests.browser.looking import axe
from tests.browser.visits import let_in
from tests.table_plans import plans

SAID = ".kk-plan__said"


def names(page: Page, number: int, table: int) -> Locator:
    return page.locator(f"td[data-spot='{number}.{table}'] .kk-name")


def test_seats_are_changed_by_keyboard_and_by_dragging(page, window, house):
    library = factories.a_library("tafels")
    gathering = plans.a_table_evening(8, library=library)
    plan = plans.divided(plans.a_plan(gathering, rounds=1))
    let_in(window, house, factories.a_librarian(library))
    page.goto(f"/{library.slug}/beheer/activiteiten/{gathering.id}/tafels")
    page.evaluate("window.neverLeft = true")
    assert axe(page) == []

    one, other = plans.rounds_of(plan)[0][0][0], plans.rounds_of(plan)[0][1][0]
    names(page, 0, 0).first.press("Enter")
    expect(page.locator(".kk-name--held")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".kk-name--held")).to_have_count(0)
    names(page, 0, 0).first.press("Enter")
    expect(page.locator(SAID)).to_contain_text("is opgepakt")
    names(page, 0, 1).first.press("Enter")
    expect(page.locator(SAID)).to_contain_text("ruilden van plek in ronde 1")
    assert plans.rounds_of(plan)[0][0][0] == other

    # Dragged back to where it came from.
    names(page, 0, 0).first.drag_to(names(page, 0, 1).first, steps=8)
    expect(names(page, 0, 0).first).to_have_attribute("data-who", one)
    assert plans.rounds_of(plan)[0][0][0] == one
    names(page, 0, 0).first.drag_to(page.locator("td[data-spot='0.1'] .kk-kring"), steps=8)
    expect(page.locator(SAID)).to_contain_text("ging naar tafel 2 in ronde 1")
    assert one in plans.rounds_of(plan)[0][1]
    assert page.evaluate("window.neverLeft"), "the page was loaded again"
