"""On a slow line the letters come after the words: nothing on the page may move when they do.

Which letters stand there until then is the machine's; `frontend/css/theme/fallbacks.css` makes
those of Windows, Apple, Android and Linux as wide as ours.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

#: What still counts as standing still: a line that ends a word sooner in a corner of the page.
A_HAIR = 0.02
#: What moved, and by how much of the window, from the first picture on.
WATCH = """() => {
  window.moved = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.moved.push(entry.value);
  }).observe({type: 'layout-shift', buffered: true});
}"""

#: The second is drawn after what the first had to say.
TWO_PICTURES = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""


@pytest.fixture(scope="module")
def furniture(demo_town: Path) -> Path:
    return demo_town


def test_what_moves_is_seen(page: Page):
    page.add_init_script(f"({WATCH})()")
    page.goto("/vechtdal/")
    page.evaluate(TWO_PICTURES)
    page.evaluate("document.querySelector('main').style.marginTop = '300px'")
    page.evaluate(TWO_PICTURES)
    assert sum(page.evaluate("() => window.moved")) > A_HAIR


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["", "agenda", "kennis"])
def test_nothing_moves_when_the_letters_come(page: Page, path: str, width: int):
    held: list[Route] = []
    waits = True
    page.route("**/*.woff2", lambda it: held.append(it) if waits else it.continue_())
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(f"({WATCH})()")
    page.goto(f"/vechtdal/{path}", wait_until="domcontentloaded")
    page.evaluate(TWO_PICTURES)
    assert page.evaluate("document.fonts.status") == "loading"
    waits = False
    for route in held:
        route.continue_()
    page.evaluate("() => document.fonts.ready.then(() => 0)")
    page.evaluate(TWO_PICTURES)
    assert page.evaluate("""() => document.fonts.check('18px "Newsreader Variable"')""")
    assert sum(page.evaluate("() => window.moved")) < A_HAIR
