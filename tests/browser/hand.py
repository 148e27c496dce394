"""Somebody who tries the house: by mouse or by keyboard, and every step is counted and judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.keys import tab_to
from tests.browser.looking import axe, overflow

#: So fast a person is (the keystroke-level model): to think of an act, to point and press, to
#: press a key, and to take a new page in.
A_THOUGHT, A_PRESS, A_KEY, A_PAGE = 1.35, 1.2, 0.28, 2.0

#: Milliseconds: a page comes late on a machine that does more than this.
PATIENCE = 20_000


@dataclass
class Hand:
    """What was pressed and typed, how many keys and pages that took; axe looks at each page."""

    page: Page
    by_keyboard: bool = False
    did: list[str] = field(default_factory=list)
    pages: int = 0
    keys: int = 0

    def go(self, address: str) -> None:
        """Where somebody arrives: by a code, a bookmark or a mail."""
        self.page.goto(address)
        self.arrived()

    def arrived(self) -> None:
        self.pages += 1
        self.look()

    def look(self) -> None:
        assert axe(self.page) == [], self.page.url
        assert overflow(self.page) <= 0, self.page.url

    def press(self, what: Locator, key: str = "Enter") -> None:
        self._reach(what)
        self._press(what, key)

    def follow(self, what: Locator, key: str = "Enter") -> None:
        """Press what leads to another page, and look at that."""
        self._reach(what)
        with self.page.expect_navigation(timeout=PATIENCE):
            self._press(what, key)
        self.arrived()

    def _reach(self, what: Locator) -> None:
        if self.by_keyboard:
            self.keys += tab_to(self.page, what)

    def _press(self, what: Locator, key: str) -> None:
        self.did.append(f"press {what}")
        if self.by_keyboard:
            self.page.keyboard.press(key)
            self.keys += 1
        else:
            what.click()

    def type(self, where: Locator, words: str) -> None:
        self._reach(where)
        self.did.append(f"type {words}")
        self.keys += len(words)
        if self.by_keyboard:
            self.page.keyboard.type(words)
        else:
            where.fill(words)

    @property
    def seconds(self) -> float:
        """How long a person is busy with it, the house left out."""
        presses = 0 if self.by_keyboard else len(self.did)
        busy = A_THOUGHT * len(self.did) + A_PRESS * presses
        return busy + A_KEY * self.keys + A_PAGE * self.pages


class WithoutScripts(Hand):
    """A browser that runs no scripts, but for axe, which is one."""

    def __init__(self, page: Page, **more: Any) -> None:
        super().__init__(page, **more)
        self._browser = page.context.new_cdp_session(page)
        self._run_scripts(False)

    def look(self) -> None:
        self._run_scripts(True)
        super().look()
        self._run_scripts(False)

    def _run_scripts(self, on: bool) -> None:
        self._browser.send("Emulation.setScriptExecutionDisabled", {"value": not on})
