"""The windows in which pages are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from tests.browser.live import House
from tests.browser.looking import AXE, watch
from tests.browser.visits import let_in, the_person


@dataclass
class Windows:
    """One window for each sort of visitor, kept open, so that fonts and styles load once.

    It opens narrow and light; whoever looks may leave it wide and dark to the next one.
    """

    browser: Browser
    house: House
    pages: dict[str, Page] = field(default_factory=dict)
    troubles: dict[str, list[str]] = field(default_factory=dict)

    def of(self, who: str) -> tuple[Page, list[str]]:
        """The window, and what will go wrong in it from now on."""
        if who not in self.pages:
            window = self.browser.new_context(
                base_url=self.house.url,
                locale="nl-NL",
                timezone_id="Europe/Amsterdam",
                reduced_motion="reduce",
                service_workers="block",
                color_scheme="light",
                viewport={"width": 360, "height": 800},
            )
            window.set_default_timeout(10_000)
            window.add_init_script(AXE)
            if who:
                let_in(window, self.house, the_person(f"{who}@example.org"))
            self.pages[who] = page = window.new_page()
            self.troubles[who] = watch(page, self.house)
        self.troubles[who].clear()
        return self.pages[who], self.troubles[who]
