"""The librarian's moments: tables for forty-eight, ten to eight at the door, and afterwards.

The gathering from last month's stands in test_fast_copy.py; a door without network for longer in
test_door_offline.py.
"""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from community.clock import now
from tests import factories
from tests.browser.hand import Hand, WithoutScripts
from tests.browser.visits import let_in
from tests.harvests.rows import a_note
from tests.table_plans import plans

#: EXPERIENCE: head-count and harvest in five minutes.
FIVE_MINUTES = 300


_numbers = itertools.count(1)


@pytest.fixture
def desk(window, house):
    """A library of its own, and its librarian at the desk."""
    library = factories.a_library(f"balie-{next(_numbers)}")
    let_in(window, house, factories.a_librarian(library))
    return library


def test_tables_for_forty_eight_are_one_button_and_are_changed_by_keyboard(page, desk):
    gathering = plans.a_table_evening(48, library=desk)
    plan = plans.a_plan(gathering, rounds=3, least=8, most=8)
    here = f"/{desk.slug}/beheer/activiteiten/{gathering.id}/tafels"
    hand = Hand(page, by_keyboard=True)
    hand.go(here)
    hand.press(page.get_by_role("button", name="Verdeel de tafels"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    plans.answer(plan)  # What the worker does meanwhile; how fast is in tests/bench.
    spots = page.locator(".kk-plan td")
    expect(spots).to_have_count(18)
    hand.look()
    one, other = (page.locator(f"td[data-spot='0.{table}'] .kk-name").first for table in (0, 1))
    who = one.get_attribute("data-who")
    one.press("Enter")
    expect(page.locator(".kk-name--held")).to_be_focused()
    other.press("Enter")
    expect(page.locator(".kk-plan__said")).to_contain_text("ruilden van plek")
    expect(other).to_have_attribute("data-who", who)
    hand.look()
    page.set_viewport_size({"width": 320, "height": 256})  # 400 %: nothing may lie over the names.
    one.click()
    expect(page.locator(".kk-name--held")).to_be_focused()
    other.click()
    expect(other).not_to_have_attribute("data-who", who)
    hand.press(page.locator("a[href='#hierna']").nth(1))
    hand.follow(page.get_by_role("link", name="Print", exact=True))
    for sheet in ("Tafelkaarten", "Persoonskaarten", "Overzicht"):
        expect(page.get_by_role("link", name=sheet)).to_be_visible()


def test_at_the_door_one_tap_a_person_and_two_for_who_walks_in(page, window, desk):
    gathering = factories.a_gathering(library=desk, starts_at=now() + timedelta(minutes=10))
    for name in ("Aafke", "Bouke", "Cor"):
        factories.a_sign_up(gathering, factories.a_person(name))
    page.set_viewport_size({"width": 768, "height": 1024})
    hand = Hand(page)
    hand.go(f"/{desk.slug}/beheer/activiteiten/{gathering.id}/deur")
    here = page.locator(".kk-door__n")
    hand.press(page.get_by_role("button", name="Aafke"))
    expect(here).to_have_text("1")
    hand.look()
    window.set_offline(True)
    hand.press(page.get_by_role("button", name="Bouke"))
    expect(here).to_have_text("2")
    expect(page.locator("#verzonden")).to_contain_text("Nog niet verstuurd: 1.")
    hand.look()
    before = len(hand.did)
    walk_in = page.locator(".kk-door__walk-in summary")
    hand.press(walk_in)
    hand.press(page.get_by_role("button", name="Zonder naam"))
    assert len(hand.did) - before == 2
    expect(here).to_have_text("3")
    expect(walk_in).to_be_focused()
    window.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#verzonden")).to_have_text("Alles is verstuurd.", timeout=20_000)
    hand.look()


def test_afterwards_without_scripts_what_the_tables_wrote_is_there_already(page: Page, desk):
    over = now() - timedelta(hours=3)
    gathering = factories.a_gathering("Wereldcafé", library=desk, starts_at=over)
    for table, words in enumerate(("Meer banken in de straat", "Soep op maandag"), 1):
        a_note(gathering, words, table_no=table)
    hand = WithoutScripts(page)
    hand.go(f"/{desk.slug}/beheer/activiteiten/{gathering.id}/afronden")
    hand.type(page.get_by_label("Hoeveel mensen waren er?"), "14")
    hand.type(page.get_by_label("Wat werkte?"), "Iedereen kwam los.")
    hand.follow(page.get_by_role("button", name="Rond af"))
    hand.follow(page.get_by_role("button", name="Begin de oogst"))
    for words in ("Meer banken in de straat", "Soep op maandag"):
        expect(page.locator(".kk-harvest").get_by_text(words, exact=True)).to_be_visible()
    hand.follow(page.get_by_role("button", name="Leg het voor aan wie erbij was"))
    expect(page.get_by_text("Wie erbij was, kijkt er nu naar")).to_be_visible()
    assert hand.seconds <= FIVE_MINUTES
