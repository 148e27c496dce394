"""A table and whoever leads it, in two real browsers; the wifi of the table fails in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import current_app
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.table_notes import opening, queries
from community.table_notes.models import TableNote
from tests.browser.live import House
from tests.browser.visits import let_in
from tests.factories import a_gathering, a_librarian, the_library

#: Milliseconds: a screen that was offline asks again after a while, on a busy machine a longer one.
PATIENCE = 45_000

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

WAITS = "Bewaard op dit apparaat. 2 notities wachten op wifi"

#: Asking by itself fails twice, then there is an answer: what was said of it, and how often.
_FAILS_TWICE = """() => {
    const said = [], elt = document.getElementById("zaal");
    const happens = (name, xhr) => elt.dispatchEvent(
        new CustomEvent(`htmx:${name}`, {bubbles: true, detail: {elt, xhr}}));
    for (const status of [0, 0, 204]) {
        happens("beforeRequest");
        if (!status) happens("sendError");
        happens("afterRequest", {status});
        said.push(document.querySelector("#messages p"));
    }
    return [said[0] !== null, said[0] === said[1], said[2] === null];
}"""


@pytest.fixture
def talk(house: House) -> Gathering:
    begins = now() - timedelta(minutes=10)
    ends = begins + timedelta(hours=2)
    title = "Wat maakt hulp vragen lastig?"
    talk = a_gathering(title, library=the_library(), starts_at=begins, ends_at=ends)
    with transaction() as tx:
        opening.open_room(tx, talk.library_id, talk.id, 2, now=now())
    return talk


@pytest.fixture
def contexts(browser: Browser, house: House) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    windows = [
        browser.new_context(base_url=house.url, locale="nl-NL", service_workers="block")
        for _ in range(2)
    ]
    for window in windows:
        window.set_default_timeout(20_000)
    yield windows[0], windows[1]
    for window in windows:
        window.close()


def lay(page: Page, text: str, kind: str = "Inzicht") -> None:
    page.get_by_label("Schrijf op wat de tafel zegt").fill(text)
    page.locator("#leg").get_by_label(kind).check()
    page.get_by_role("button", name="Leg op tafel").click()


def words_of(talk: Gathering) -> list[str]:
    session().rollback()
    every = select(TableNote).where(TableNote.gathering_id == talk.id, TableNote.text != "")
    return sorted(note.text for note in session().scalars(every))


def test_what_a_table_writes_without_wifi_arrives_once_and_in_time(
    contexts: tuple[BrowserContext, BrowserContext], house: House, talk: Gathering
) -> None:
    table, desk = contexts
    let_in(desk, house, a_librarian(library=the_library()))
    screen = queries.find_screen(session(), talk, 2)
    assert screen is not None
    token = queries.token_of(screen, key=current_app.config["SECRET_KEY"])
    address = f"/vechtdal/tafel/{token}"
    hall, page = desk.new_page(), table.new_page()
    hall.goto(f"/vechtdal/beheer/activiteiten/{talk.id}/zaal")
    hall.get_by_role("button", name="Begin ronde 1").click()
    expect(hall.get_by_role("button", name="Begin ronde 1")).to_have_count(0, timeout=PATIENCE)
    expect(hall.locator("#zaal")).to_be_visible(timeout=PATIENCE)
    assert hall.evaluate(_FAILS_TWICE) == [True, True, True]
    page.goto(address)
    lay(page, "Een appje voelt lichter.")
    status = page.locator("#bewaard")
    expect(status).to_have_text("Bewaard")
    expect(hall.get_by_text("Een appje voelt lichter.").first).to_be_visible(timeout=PATIENCE)

    # No wifi: one is laid down, one is half typed, and the tab is closed.
    table.set_offline(True)
    lay(page, "Soep op maandag.", "Idee")
    page.get_by_label("Schrijf op wat de tafel zegt").press_sequentially("Wie nieuw is")
    expect(status).to_have_text(WAITS)
    expect(page.locator("#onderweg")).to_contain_text("Idee, wacht op wifi")
    assert words_of(talk) == ["Een appje voelt lichter."]
    page.close()  # A closing page may still get a word out: it counts once all the same.

    # It is back: the box still has what was half typed, and what was laid arrives once.
    table.set_offline(False)
    page = table.new_page()
    page.goto(address)
    box = page.get_by_label("Schrijf op wat de tafel zegt")
    expect(box).to_have_value("Wie nieuw is")
    box.press_sequentially(" kent niemand.")
    page.get_by_role("button", name="Leg op tafel").click()
    expect(page.locator("#gelegd li")).to_have_count(3, timeout=PATIENCE)
    expect(page.locator("#bewaard")).to_have_text("Bewaard")
    expect(hall.locator(".kk-zaal__table").nth(1).locator("li")).to_have_count(3, timeout=PATIENCE)
    assert words_of(talk) == [
        "Een appje voelt lichter.", "Soep op maandag.", "Wie nieuw is kent niemand.",
    ]  # fmt: skip
    assert page.evaluate("localStorage.length") == 0

    # A note is taken off the table, and the end of the rounds is told to it.
    row = page.locator("#gelegd li", has_text="Soep op maandag.")
    row.locator("summary").click()
    row.get_by_role("button", name="Haal van tafel").click()
    hall.get_by_role("button", name="Rond de rondes af").click()
    expect(hall.get_by_role("button", name="Toch nog twee minuten")).to_be_visible(timeout=PATIENCE)
    page.evaluate("window.dispatchEvent(new Event('online'))")  # It looks at once.
    expect(page.locator("#klok")).to_contain_text("De rondes zijn klaar.", timeout=PATIENCE)
    expect(page.locator("#gelegd li")).to_have_count(2, timeout=PATIENCE)
    assert words_of(talk) == ["Een appje voelt lichter.", "Wie nieuw is kent niemand."]
