"""Who reads with letters twice the size (WCAG 1.4.4): everything grows along, and nothing is cut
off or falls beside the window, on a telephone or at a desk.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.conftest import FLAGS, STILL, launched
from tests.browser.looking import overflow
from tests.browser.test_every_page import furniture, town, windows  # noqa: F401 (fixtures)
from tests.browser.visit import LIBRARIAN, RESIDENT, Visit

LETTERS = 32
#: What somebody sees who comes, asks, offers, tells afterwards and looks after what is hers.
VISITS = [
    Visit("home.index"),
    Visit("gatherings.index"),
    Visit("gatherings.show"),
    Visit("sign_ups.new"),
    Visit("own_sign_up.show"),
    Visit("register.index"),
    Visit("pulse_answer.answer", of="now"),
    Visit("groups.index", language="ar"),  # To call is one word less in every other language.
    Visit("mine.index", RESIDENT),
    Visit("preferences.mine", RESIDENT),
    Visit("preferences.mine", RESIDENT, language="en"),  # Its moments have longer names.
    Visit("living_board.show"),  # On the wall it cuts; on a telephone it scrolls.
    Visit("table_paper.screen", LIBRARIAN),
    Visit("tally.enter", LIBRARIAN, of="closed"),
    Visit("paper.tally_cards", LIBRARIAN),  # Its slips are cut to measure.
]

#: Words that nobody can read: beside the window, or cut by what stands around them.
_OUT_OF_SIGHT = """() => {
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lost = [], width = document.documentElement.clientWidth;
    while (words.nextNode()) {
        const around = words.currentNode.parentElement;
        const hidden = around.closest(".kk-hidden, .utrecht-skip-link, script, svg, textarea");
        if (!words.currentNode.data.trim() || hidden || !around.checkVisibility()) continue;
        const text = document.createRange();
        text.selectNodeContents(words.currentNode);
        const {left, right, top, bottom} = text.getBoundingClientRect();
        let edge = around;
        while (edge && getComputedStyle(edge).overflow === "visible") edge = edge.parentElement;
        const box = edge?.getBoundingClientRect();
        const cut = box && getComputedStyle(edge).overflow === "hidden"
            && (right > box.right + 2 || bottom > box.bottom + 2 || top < box.top - 2);
        if (left < -1 || right > width + 1 || cut) lost.push(words.currentNode.data.trim());
    }
    return lost;
}"""


@pytest.fixture(scope="module")
def still_browser(playwright: Playwright) -> Iterator[Browser]:
    """One whose reader has set its letters so; a page cannot do that."""
    with launched(
        playwright, [*FLAGS, *STILL, f"--blink-settings=defaultFontSize={LETTERS}"]
    ) as browser:
        yield browser


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_nothing_is_lost_in_large_letters(visit, town, windows):  # noqa: F811
    page, _trouble = windows.of(visit.who)
    assert page.goto(town.address(visit)).status == 200
    size = "getComputedStyle(document.documentElement).fontSize"
    assert page.evaluate(size) == f"{LETTERS}px"
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(_OUT_OF_SIGHT) == [], f"at {width}"
        assert overflow(page) <= 0, f"at {width}"
