"""A librarian's day: a gathering from first idea to cancelled, the next one from it, the door."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from community.clock import local_day, now
from tests import factories
from tests.browser.keys import press
from tests.browser.looking import axe
from tests.browser.visits import calendar_of, come_in_by_mail, let_in, newest_mail, text_of
from tests.pictures.samples import photograph

TITLE = "Spreken met je handen"


def test_a_gathering_from_first_idea_to_cancelled(page, house):
    library = factories.a_library("handen")
    librarian = factories.a_librarian(library)
    day = local_day(now()) + timedelta(days=9)
    come_in_by_mail(page, house, librarian.email)

    page.goto(f"/{library.slug}/beheer")
    page.get_by_role("main").get_by_role("link", name="Nieuwe activiteit").click()
    fill(page, title=TITLE, summary="Een middag gebaren.", day=day.isoformat())
    fill(page, starts="14:00", ends="16:00", capacity="12", picture_alt="Twee handen")
    photo = {"name": "handen.jpg", "mimeType": "image/jpeg", "buffer": photograph(1200, 800)}
    page.locator("[name=picture]").set_input_files(photo)
    page.get_by_role("button", name="Bekijk en publiceer").click()
    expect(page.get_by_role("heading", name="Zo zien mensen het")).to_be_visible()
    expect(page.get_by_role("img", name="Twee handen")).to_be_visible()
    assert page.locator("h1:visible").count() == 1
    assert axe(page) == []
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_role("link", name="Wie er komen")).to_be_visible()
    own_page = page.url
    assert "14.00 tot 16.00" in in_the_agenda(page, library.slug)

    page.goto(own_page)
    page.get_by_role("link", name="Wie er komen").click()
    page.get_by_role("link", name="Meld iemand aan").click()
    page.get_by_label("Voornaam").fill("Gerrit")
    page.get_by_label("E-mailadres", exact=False).last.fill("gerrit@example.org")
    page.get_by_role("button", name="Meld aan").click()
    expect(page.get_by_role("heading", name="Gerrit")).to_be_visible()
    assert "METHOD:REQUEST" in calendar_of(newest_mail(house))

    page.goto(own_page)
    page.get_by_role("link", name="Verplaats").click()
    fill(page, starts="15:30", ends="17:00")
    page.get_by_role("button", name="Verplaats en laat het 1 persoon weten").click()
    expect(page.get_by_role("link", name="Wie er komen")).to_be_visible()
    moved = newest_mail(house)
    assert "15.30" in text_of(moved)
    assert "T153000" in calendar_of(moved)
    assert "15.30 tot 17.00" in in_the_agenda(page, library.slug)

    page.goto(own_page)
    page.get_by_role("link", name="Annuleer").click()
    fill(page, reason="De zaal staat onder water.")
    page.get_by_role("button", name="Annuleer").click()
    expect(page.get_by_role("main").get_by_text("De zaal staat onder water.").first).to_be_visible()
    cancelled = newest_mail(house)
    assert "De zaal staat onder water." in text_of(cancelled)
    assert "METHOD:CANCEL" in calendar_of(cancelled)
    assert "Gaat niet door" in in_the_agenda(page, library.slug)

    page.goto(own_page)
    page.get_by_role("link", name="Plan opnieuw").click()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    fill(page, day=(day + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Bekijk en publiceer").first.click()
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_role("link", name="Wie er komen")).to_be_visible()
    assert page.url != own_page
    assert in_the_agenda(page, library.slug).count(TITLE) == 2


def test_who_comes_in_is_ticked_off_without_leaving_the_list(page, window, house):
    library = factories.a_library("deur")
    gathering = factories.a_gathering(library=library, starts_at=now() + timedelta(minutes=1))
    factories.a_sign_up(gathering, factories.a_person("Aafke"))
    factories.a_sign_up(gathering, factories.a_person("Bouke"))
    let_in(window, house, factories.a_librarian(library))
    page.goto(f"/{library.slug}/beheer/activiteiten/{gathering.id}/deur")
    page.evaluate("window.neverLeft = true")
    here = page.locator(".kk-door__n")
    press(page, door(page, "Bouke"))
    expect(here).to_have_text("1")
    expect(door(page, "Bouke")).to_be_focused()
    door(page, "Aafke").click()
    expect(here).to_have_text("2")
    door(page, "Aafke").click()
    expect(here).to_have_text("1")
    assert page.evaluate("window.neverLeft"), "the page was loaded again"


def door(page: Page, name: str) -> Locator:
    """The row of somebody at the door: one button, that says who and whether they are here."""
    return page.get_by_role("button", name=re.compile(name))


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def in_the_agenda(page: Page, library: str) -> str:
    """What visitors read about it in the agenda."""
    page.goto(f"/{library}/agenda")
    entries = page.get_by_role("main").get_by_role("listitem").filter(has_text=TITLE)
    return " ".join(" ".join(entries.all_inner_texts()).split())
