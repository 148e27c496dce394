"""Going through pages as who has no mouse: Tab until it is there, and always see where one is."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

#: Whoever needs more presses than this gives up.
MOST_PRESSES = 60

_FOCUS = """() => {
    const here = document.activeElement;
    const style = getComputedStyle(here);
    const box = here.getBoundingClientRect();
    return {
        what: here.outerHTML.slice(0, 120),
        onTheWay: here === document.body,
        // The little calendar in a field for a day is a stop too, with a ring that is its own.
        ring: (here.matches("[type=date], [type=time]") && !here.matches(":focus")) ||
            (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def tab_to(page: Page, target: Locator) -> int:
    """Press Tab until `target` has the focus; at every stop it must be seen. How many presses."""
    for presses in range(1, MOST_PRESSES + 1):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        assert focus["onTheWay"] or (focus["ring"] and focus["inView"]), focus
        if target.evaluate("element => element === document.activeElement"):
            return presses
    raise AssertionError(f"{target} cannot be reached in {MOST_PRESSES} presses")


def type_into(page: Page, target: Locator, words: str) -> None:
    tab_to(page, target)
    page.keyboard.type(words)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)
