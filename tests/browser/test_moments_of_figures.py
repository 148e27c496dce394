"""The manager who asks why a number fell, and the adviser on Monday morning."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from community.accounts.models import Role
from community.clock import now
from tests import factories
from tests.browser.hand import Hand, WithoutScripts
from tests.browser.looking import overflow
from tests.browser.visits import let_in
from tests.meetlat.counts import people
from tests.meetlat.on_the_page import a_meting, a_standing, a_year
from tests.networks.making import a_library_in, a_request
from tests.networks.results import BEFORE, a_result, frozen, stands

LIBRARIES = 25


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["by mouse", "by keyboard"])
def test_from_the_bar_that_fell_to_the_gatherings_behind_it(page, window, house, by_keyboard):
    library = factories.a_library("toetsen" if by_keyboard else "muis")
    gathering = factories.a_gathering("Taalcafé bij de haard", library=library)
    it_was = people(unique=423, new=110, cohort=120, returned=60, acquainted=143)
    a_meting(library, a_year(now().date() - timedelta(days=90), people=it_was))
    a_standing(library, a_year(ids=(gathering.id, *range(900, 979))))
    let_in(window, house, factories.a_member(Role.MANAGER, library))
    hand = Hand(page, by_keyboard=by_keyboard)
    hand.go(f"/{library.slug}/beheer/meetlat")
    expect(page.get_by_text("Ontmoeting daalde van")).to_be_visible()
    hand.follow(
        page.locator("#ontmoeting").locator("xpath=ancestor::section").locator(".kk-why a").first
    )
    assert len(hand.did) == 1
    hand.follow(page.get_by_role("table").get_by_role("link", name=gathering.title))
    assert len(hand.did) == 2
    expect(page.get_by_role("heading", name=gathering.title)).to_be_visible()


def test_the_meetlat_leaves_the_printer_whole(page, window, house):
    library = factories.a_library("papier")
    a_standing(library)
    let_in(window, house, factories.a_member(Role.MANAGER, library))
    page.goto(f"/{library.slug}/beheer/meetlat")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1020})  # A4 between its margins.
    assert overflow(page) <= 0
    expect(page.get_by_role("navigation").first).to_be_hidden()


def test_twenty_five_libraries_at_a_glance_without_scripts(page, window, house):
    network = factories.a_network()
    every = [a_library_in(network, f"plaats-{number:02}") for number in range(LIBRARIES)]
    for library in every:
        stands(library)
        factories.a_gathering(library=library, starts_at=now() - timedelta(days=2))
    moved, asked = every[7], every[12]
    frozen(moved, a_result(ontmoeting=2.4, until=BEFORE))
    a_request(asked)
    let_in(window, house, factories.an_adviser(network))
    hand = WithoutScripts(page)
    hand.go(f"/netwerk/{network.slug}")
    expect(page.locator("tbody tr")).to_have_count(LIBRARIES)
    first = page.locator("tbody tr").first
    for order, library in (("Wie iets vroeg", asked), ("Wie bewoog", moved)):
        hand.follow(page.get_by_role("link", name=order))
        expect(first).to_contain_text(library.name)
    hand.follow(page.get_by_role("link", name="Wie stil is"))
    assert len(hand.did) == 3
    hand.follow(first.get_by_role("link"))
    assert hand.seconds <= 60
