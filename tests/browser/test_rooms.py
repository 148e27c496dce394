"""Choosing a room while typing, as a librarian does it."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from community.clock import local
from community.db import session
from community.libraries.models import Library
from tests.bookings.booking import a_wish, book, the_room
from tests.browser.live import House
from tests.browser.visits import let_in
from tests.factories import a_librarian, a_library, a_room, next_week, the_library

pytestmark = pytest.mark.browser


def test_a_taken_room_says_so_at_once_and_one_click_takes_what_is_free(
    house: House, page: Page, window: BrowserContext
) -> None:
    the_library()
    room = the_room()
    a_room(room.branch, "Tuinkamer")
    book(a_wish(room), what="Taalcafé")
    let_in(window, house, a_librarian(name="Sanne"))
    page.goto("/vechtdal/beheer/activiteiten/nieuw")
    page.get_by_label("Datum").fill(f"{local(next_week()):%Y-%m-%d}")
    page.get_by_label("Van", exact=True).fill("14:00")
    page.get_by_label("Tot", exact=True).fill("15:00")
    page.get_by_label("Plaats").select_option(label=f"{room.branch.place}, {room.name}")
    look = page.locator("#room-look")
    expect(look).to_contain_text(f"{room.name} is dan bezet: Taalcafé")
    look.get_by_role("button", name="Tuinkamer op dezelfde tijd").click()
    expect(look).to_contain_text("Tuinkamer is dan vrij")
    expect(page.get_by_label("Plaats")).to_be_focused()


@pytest.mark.parametrize("javascript", [False])
def test_what_is_free_is_taken_without_scripts_too(
    house: House, page: Page, window: BrowserContext, javascript: bool
) -> None:
    room = a_room(a_library("zonder-scripts").branches[0], "Leeszaal")
    a_room(room.branch, "Tuinkamer")
    book(a_wish(room), what="Taalcafé")
    let_in(window, house, a_librarian(session().get_one(Library, room.library_id), "Stijn"))
    page.goto("/zonder-scripts/beheer/ruimtes/nieuw")
    page.get_by_label("Waar is het voor?").fill("Teamoverleg")
    page.get_by_label("Datum").fill(f"{local(next_week()):%Y-%m-%d}")
    page.get_by_label("Van", exact=True).fill("14:00")
    page.get_by_label("Tot", exact=True).fill("15:00")
    page.get_by_label("Ruimte", exact=True).select_option(label=f"{room.branch.place}, {room.name}")
    page.get_by_role("button", name="Leg deze ruimte vast").last.click()
    expect(page.locator("#room-look")).to_contain_text("Leeszaal is dan bezet: Taalcafé")
    page.get_by_role("button", name="Tuinkamer op dezelfde tijd").click()
    expect(page.locator("#room-look")).to_contain_text("Tuinkamer is dan vrij")
    expect(page.get_by_label("Waar is het voor?")).to_have_value("Teamoverleg")
    page.get_by_role("button", name="Leg deze ruimte vast").last.click()
    expect(page.get_by_role("main")).to_contain_text("Teamoverleg")
