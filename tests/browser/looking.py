"""What a test does with a page besides clicking: judge it with axe, and look at it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from tests.browser.live import HOUSE

WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")

#: `LOOK=folder make test` keeps a picture of every page that a test looked at.
LOOK = "LOOK"


def axe(page: Page) -> list[str]:
    """What axe finds on the page as it stands, one line a finding; empty is good."""
    page.evaluate((HOUSE / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
    )
    return [
        f"{finding['id']}: {node['html']} ({node['failureSummary']})"
        for finding in found
        for node in finding["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window: nobody should scroll sideways."""
    pixels: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return pixels


def look(page: Page, name: str) -> None:
    """Judge the page at every width, in light and dark; keep pictures where LOOK says."""
    before = page.viewport_size
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{name} at {width} in {scheme}"
            assert overflow(page) <= 0, where
            assert axe(page) == [], where
            if folder := os.environ.get(LOOK):
                Path(folder).mkdir(parents=True, exist_ok=True)
                path = Path(folder) / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=path, full_page=True, animations="disabled")
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
