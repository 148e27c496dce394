"""Questions at sign-up in a real browser: put, answered, read, and changed by who answered."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from community.db import session
from community.gatherings.models import Gathering
from community.gatherings.questions import QuestionKind
from tests import factories
from tests.browser.keys import press
from tests.browser.looking import axe
from tests.browser.visits import let_in


def test_questions_are_put_answered_and_read(page, window, house, browser):
    library = factories.a_library("vragen")
    gathering = factories.a_gathering("Fietsen maken", library=library)
    let_in(window, house, factories.a_librarian(library))
    desk = f"/{library.slug}/beheer/activiteiten/{gathering.id}"

    page.goto(f"{desk}/bewerken")
    page.evaluate("window.neverLeft = true")
    page.locator("#vragen > details > summary").click()
    page.locator("[name=question_1_label]").fill("Welke fiets breng je mee?")
    press(page, page.get_by_role("button", name="Nog een vraag"))
    second = page.locator("[name=question_2_label]")
    second.fill("Hoe goed ben je erin?")
    page.locator("[name=question_2_kind]").select_option("choice")
    more = page.get_by_role("group", name="Vraag 2").locator("summary")
    more.click()
    page.locator("[name=question_2_options]").fill("Beginner\nGevorderd")
    page.locator("[name=question_2_required]").check()
    page.locator("[name=question_2_place]").fill("1")
    page.locator("[name=question_1_place]").fill("2")
    press(page, page.get_by_role("button", name="Nog een vraag"))
    expect(page.locator("[name=question_1_label]")).to_have_value("Hoe goed ben je erin?")
    assert page.evaluate("window.neverLeft"), "the page was loaded again"
    assert axe(page) == []
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url(f"**{desk}")  # The form itself says these words too.
    expect(page.get_by_text("Hoe goed ben je erin?")).to_be_visible()
    session().expire_all()
    asked = session().get_one(Gathering, gathering.id).questions
    assert [question.kind for question in asked] == [QuestionKind.CHOICE, QuestionKind.SHORT]

    guest = browser.new_context(
        base_url=house.url, locale="nl-NL", service_workers="block"
    ).new_page()
    guest.goto(f"/{library.slug}/agenda/{gathering.id}/aanmelden")
    guest.get_by_label("Je voornaam").fill("Noor")
    guest.get_by_label("Je e-mailadres").fill("noor@vragen.example")
    guest.get_by_label("Welke fiets").fill("Een bakfiets")
    guest.get_by_text("Heb je iets nodig").first.click()
    guest.get_by_role("textbox", name=re.compile("Heb je iets nodig")).fill("Een plek bij de deur")
    guest.get_by_role("button", name="Meld me aan").click()
    expect(guest.get_by_role("alert")).to_be_focused()
    expect(guest.get_by_label("Welke fiets")).to_have_value("Een bakfiets")
    assert axe(guest) == []
    guest.get_by_label("Beginner").check()
    guest.get_by_role("button", name="Meld me aan").click()
    expect(guest.get_by_text("noor@vragen.example")).to_be_visible()
    guest.context.close()

    page.goto(f"{desk}/aanmeldingen")
    for said in ("Een bakfiets", "Beginner", "Heeft nodig: Een plek bij de deur"):
        expect(page.get_by_text(said)).to_be_visible()
    assert axe(page) == []


def test_enter_in_a_field_never_takes_a_question_out(page, window, house):
    library = factories.a_library("enter")
    gathering = factories.a_gathering("Fietsen maken", library=library)
    let_in(window, house, factories.a_librarian(library))
    page.goto(f"/{library.slug}/beheer/activiteiten/{gathering.id}/bewerken")
    page.locator("#vragen > details > summary").click()
    page.locator("[name=question_1_label]").fill("Welke fiets?")
    page.locator("[name=title]").press("Enter")
    expect(page.get_by_role("heading", name="Zo zien mensen het")).to_be_visible()
    expect(page.get_by_text("Welke fiets?")).to_be_visible()
