"""A resident without an account: from the front page to a place in her calendar, and off again.

Every story has a library of its own, because the open house keeps pages: rows that a factory puts
beside it would not be seen on them.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from community.gatherings.models import Gathering
from tests import factories
from tests.browser.keys import press, tab_to, type_into
from tests.browser.visits import calendar_of, link_in, newest_mail

WAYS = {
    "at a desk": (True, 1280),
    "on a phone": (True, 360),
    "without scripts": (False, 1280),
    "on a phone without scripts": (False, 360),
}


def a_table_for_eight(slug: str) -> Gathering:
    library = factories.a_library(slug, phone="0529 00 00 00")
    return factories.a_gathering("Een stoel bij het raam", library=library, capacity=8)


def file_behind(page: Page, act: object) -> str:
    """What the browser keeps when a link leads to a file."""
    with page.expect_download() as download:
        act()  # type: ignore[operator]
    return download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize(("javascript", "width"), WAYS.values(), ids=WAYS)
def test_a_resident_signs_up_and_leaves_again(page, house, javascript, width):
    gathering = a_table_for_eight(f"raam-{width}-{'met' if javascript else 'zonder'}")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/{gathering.library.slug}/")
    page.get_by_role("link", name="Hele agenda").click()
    page.get_by_role("main").get_by_role("link", name=gathering.title).click()
    expect(page.get_by_role("heading", name="8 stoelen zijn vrij")).to_be_visible()

    page.get_by_role("link", name="Meld me aan").click()
    page.get_by_label("Je voornaam").fill("Noor")
    page.get_by_label("Je e-mailadres").fill(f"noor{width}{javascript}@example.org")
    page.get_by_label("Welke vraag neem je mee?").fill("Wie maakte deze stoel?")
    page.get_by_role("button", name="Meld me aan").click()
    expect(page.get_by_role("heading", name="Kijk in je mail")).to_be_visible()

    page.goto(link_in(newest_mail(house), house, "aanmelding"))
    page.get_by_role("button", name="Ja, ik kom").click()
    expect(page.get_by_role("heading", name="Je doet mee")).to_be_visible()
    expect(page.get_by_text("Wie maakte deze stoel?")).to_be_visible()
    assert "METHOD:REQUEST" in calendar_of(newest_mail(house))
    to_calendar = page.get_by_role("link", name="Zet in mijn agenda")
    assert f"SUMMARY:{gathering.title}" in file_behind(page, to_calendar.click)

    page.get_by_role("link", name="Ik kan toch niet").click()
    page.get_by_role("button", name="Meld me af").click()
    expect(page.get_by_role("heading", name="Je bent afgemeld")).to_be_visible()
    assert "METHOD:CANCEL" in calendar_of(newest_mail(house))


def test_the_whole_of_it_goes_by_keyboard(page, house):
    gathering = a_table_for_eight("toetsen")
    page.goto(f"/{gathering.library.slug}/")
    press(page, page.get_by_role("link", name="Naar de inhoud"))
    press(page, page.get_by_role("link", name="Hele agenda"))
    expect(page).to_have_title("Agenda · Bibliotheek Toetsen")
    press(page, page.get_by_role("main").get_by_role("link", name=gathering.title))
    expect(page.get_by_role("heading", name=gathering.title)).to_be_visible()
    press(page, page.get_by_role("link", name="Meld me aan"))
    expect(page.get_by_role("heading", name="Meld je aan")).to_be_visible()

    type_into(page, page.get_by_label("Je voornaam"), "Wil")
    type_into(page, page.get_by_label("Je e-mailadres"), "wil@example.org")
    tab_to(page, page.get_by_label("Nee, liever niet"))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Ja, dat mag")).to_be_checked()
    press(page, page.get_by_role("button", name="Meld me aan"))
    expect(page.get_by_role("heading", name="Kijk in je mail")).to_be_visible()

    page.goto(link_in(newest_mail(house), house, "aanmelding"))
    press(page, page.get_by_role("button", name="Ja, ik kom"), "Space")
    expect(page.get_by_role("heading", name="Je doet mee")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Zet in mijn agenda"))
    assert "SUMMARY:" in file_behind(page, lambda: page.keyboard.press("Enter"))
    press(page, page.get_by_role("link", name="Ik kan toch niet"))
    expect(page.get_by_role("heading", name="Kun je niet komen?")).to_be_visible()
    press(page, page.get_by_role("button", name="Meld me af"), "Space")
    expect(page.get_by_role("heading", name="Je bent afgemeld")).to_be_visible()


def test_what_is_wrong_takes_the_focus_and_leads_to_the_field(page, house):
    gathering = a_table_for_eight("fouten")
    page.goto(f"/{gathering.library.slug}/agenda/{gathering.id}/aanmelden")
    page.get_by_label("Je voornaam").fill("Noor")
    page.get_by_label("Je e-mailadres").fill("noor.example.org")
    press(page, page.get_by_role("button", name="Meld me aan"))
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    press(page, summary.get_by_role("link"))
    expect(page.get_by_label("Je e-mailadres")).to_be_focused()
    expect(page.get_by_label("Je voornaam")).to_have_value("Noor")


def test_on_a_phone_the_menu_opens_and_closes_by_keyboard(page, house):
    library = factories.a_library("toetsen-telefoon")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"/{library.slug}/")
    agenda = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Agenda")
    expect(agenda).to_be_hidden()
    press(page, page.get_by_role("button", name="Menu"))
    expect(agenda).to_be_visible()
    tab_to(page, agenda)
    page.keyboard.press("Escape")
    expect(agenda).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
