"""What a test does with a page besides clicking: judge it, with axe and by what it measures."""

from __future__ import annotations

import json
from typing import Any, Literal

from playwright.sync_api import ConsoleMessage, Page, Request
from playwright.sync_api import Error as BrowserError

from tests.browser.live import HOUSE, House

WIDTHS = (360, 768, 1280)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")

#: How every page is judged. That it does not scroll sideways is seen on the narrowest phone too.
NARROW: tuple[int, Scheme] = (360, "light")
WIDE: tuple[int, Scheme] = (1280, "dark")
NARROWEST = 320

#: What axe judges by: WCAG 2.2 AA with its targets of 24 pixels, and what axe itself finds wise.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Nothing on screen is smaller (LOOK.md).
SMALLEST_TEXT = 16


def watch(page: Page, house: House) -> list[str]:
    """What will go wrong on this page's way: errors, what the policy refuses, other servers."""
    trouble: list[str] = []

    def console(message: ConsoleMessage) -> None:
        # Chromium reports every 4xx as an error; those a test expects, and reads from the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            trouble.append(f"console: {message.text}")

    def request(request: Request) -> None:
        if not request.url.startswith((house.url, "data:", "blob:")):
            trouble.append(f"a request to {request.url}")

    def failure(error: BrowserError) -> None:
        trouble.append(f"script: {error.message}")

    page.on("console", console)
    page.on("request", request)
    page.on("pageerror", failure)
    return trouble


_AXE = (HOUSE / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
#: For `add_init_script`: sent once, not with every page. A page in a frame is looked at by itself.
AXE = f"if (window === window.top) {{ {_AXE} }}"

#: One question to the browser for each; `wrong_at` asks them all at once, as asking takes time too.
_FOUND_BY_AXE = f"""() => axe.run(document, {{
    runOnly: {{type: "tag", values: {json.dumps(RULES)}}},
    rules: {{"target-size": {{enabled: true}}}},
    resultTypes: ["violations"],
}}).then(found => found.violations)"""
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_IS_DARK = "() => matchMedia('(prefers-color-scheme: dark)').matches"
_HEADINGS = """() => [...document.querySelectorAll("h1")].filter(heading => {
    const {width, height} = heading.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(heading).visibility === "visible";
}).length"""
_SMALL_TEXT = """() => {
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = [];
    while (words.nextNode()) {
        const text = words.currentNode.data.trim();
        const around = words.currentNode.parentElement;
        if (!text || around.closest("script, title") || !around.checkVisibility()) continue;
        const size = parseFloat(getComputedStyle(around).fontSize);
        if (size < SMALLEST) small.push(`${size} px: ${text}`);
    }
    return small;
}""".replace("SMALLEST", str(SMALLEST_TEXT))
_REPEATED_IDS = """() => {
    const ids = [...document.querySelectorAll("[id]")].map(({id}) => id);
    return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""
_ALL = f"""async () => [
    await ({_FOUND_BY_AXE})(), ({_TOO_WIDE})(), ({_IS_DARK})(),
    ({_HEADINGS})(), ({_SMALL_TEXT})(), ({_REPEATED_IDS})(),
]"""


def axe(page: Page) -> list[str]:
    """What axe finds on the page as it stands, one line a finding; empty is good."""
    _bring_axe(page)
    return _findings(page.evaluate(_FOUND_BY_AXE))


def _bring_axe(page: Page) -> None:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)


def _findings(found: list[dict[str, Any]]) -> list[str]:
    return [
        f"{finding['id']}: {node['html']} ({node['failureSummary']})"
        for finding in found
        for node in finding["nodes"]
    ]


def small_text(page: Page) -> list[str]:
    """Words on the page that are smaller than anything may be."""
    found: list[str] = page.evaluate(_SMALL_TEXT)
    return found


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window: nobody should scroll sideways."""
    pixels: int = page.evaluate(_TOO_WIDE)
    return pixels


def wrong_at(page: Page, width: int, scheme: Scheme) -> list[str]:
    """What is wrong with the page at this width and in this scheme, which it may stand in already.

    Headings, small words and ids are looked at on the phone only.
    """
    if page.viewport_size is None or page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
    found, too_wide, is_dark, headings, small, repeated = _asked(page)
    if is_dark != (scheme == "dark"):
        page.emulate_media(color_scheme=scheme)
        found, too_wide, is_dark, headings, small, repeated = _asked(page)
    wrong = _findings(found)
    if too_wide > 0:
        wrong.append("it scrolls sideways")
    if (width, scheme) == NARROW:
        wrong += [f"{headings} headings of the page"] if headings != 1 else []
        # Of what stands there more than once axe looks at some only.
        wrong += small + [f"more than one #{each}" for each in repeated]
    return [f"at {width} in {scheme}: {each}" for each in wrong]


def _asked(page: Page) -> Any:
    _bring_axe(page)
    return page.evaluate(_ALL)
