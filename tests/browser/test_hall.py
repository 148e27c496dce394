"""The screen in the hall while the network comes and goes: it shows what it had."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Route, expect

from community.db import transaction
from community.gatherings.models import Gathering
from community.libraries import versions
from tests.factories import a_gathering, a_library

A_MINUTE = 61_000
SCREEN = "**/vechtdal/scherm"
#: Written on what is on the screen; gone as soon as something else stands there.
MARK = "document.querySelector('main').dataset.seen"


def a_minute_passes(page: Page) -> None:
    """And whatever came of asking is dealt with."""
    with page.expect_event("request"):
        page.clock.run_for(A_MINUTE)
    expect(page.locator(".htmx-request")).to_have_count(0)


def no_network(route: Route) -> None:
    route.abort()


def broken_house(route: Route) -> None:
    route.fulfill(status=503, body="<main>Weg</main>")


def test_the_screen_keeps_what_it_had_and_goes_on_when_the_network_is_back(
    window: BrowserContext, house
):
    library = a_library()
    gathering = a_gathering("Taalcafé")
    page = window.new_page()
    page.clock.install()
    page.goto("/vechtdal/scherm")
    title = page.locator("main h2")
    page.evaluate(f"{MARK} = 'yes'")
    for answer in (no_network, broken_house):
        page.route(SCREEN, answer)
        a_minute_passes(page)
        assert page.evaluate(MARK) == "yes"
        expect(title).to_have_text("Taalcafé")
        page.unroute(SCREEN)
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).title = "Leeskring"
        versions.pages_changed(tx, library.id)
    a_minute_passes(page)
    expect(title).to_have_text("Leeskring")
    assert page.evaluate(MARK) is None
