"""A resident with an account: in by a mailed link, one button to join in, and really out again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests import factories
from tests.browser.visits import calendar_of, come_in_by_mail, newest_mail

SEEN = "Eén stoel is bezet. Die is van jou. 2 stoelen zijn vrij."


def test_one_button_signs_up_and_signing_out_is_final(page, window, house):
    resident = factories.a_member(name="Fatima")
    gathering = factories.a_gathering("Taalcafé bij de haard", capacity=3)
    come_in_by_mail(page, house, resident.email)
    page.goto("/mijn")
    expect(page.get_by_role("heading", name="Dag Fatima")).to_be_visible()

    page.goto(f"/{gathering.library.slug}/agenda")
    page.get_by_role("main").get_by_role("link", name=gathering.title).click()
    page.evaluate("window.neverLeft = true")
    places = page.get_by_role("complementary")
    places.get_by_role("button", name="Meld me aan").click()
    joined = places.get_by_role("heading", name="Je doet mee")
    expect(joined).to_be_visible()
    expect(joined).to_be_focused()
    expect(places.get_by_role("img")).to_have_accessible_name(SEEN)
    assert page.evaluate("window.neverLeft"), "the page was loaded again"
    assert "METHOD:REQUEST" in calendar_of(newest_mail(house))
    page.goto("/mijn")
    expect(page.get_by_role("link", name=gathering.title).first).to_be_visible()

    stolen = window.cookies()
    page.get_by_role("link", name="Uitloggen").click()
    page.get_by_role("button", name="Log me uit").click()
    expect(page.get_by_role("link", name="Inloggen").first).to_be_visible()
    window.add_cookies(stolen)
    page.goto("/mijn")
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()
