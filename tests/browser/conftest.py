"""Stories in a real Chromium, against the real server.

`house` is open for the tests of one module, on SQLite; its app's context is open too, so that
factories fill it. `page` is a fresh browser window that fails the test when anything on a page
fails: an error in the console, a refused style or script, a request to another server.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from community.db import db
from tests.browser.live import House, open_house
from tests.browser.looking import watch
from tools.setup import BROWSERS

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, or Playwright's own where there is none."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, chromium_sandbox=os.geteuid() != 0, args=FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    path = folder / "community.db"
    shutil.copyfile(sqlite_template, path)
    house = open_house(f"sqlite:///{path}", folder)
    try:
        with house.app.app_context():
            yield house
            db.session.remove()
            db.engine.dispose()
    finally:
        house.close()


@pytest.fixture
def javascript() -> bool:
    """Whether the window runs scripts; a module or a test overrides it."""
    return True


@pytest.fixture
def window(browser: Browser, house: House, javascript: bool) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=house.url,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        java_script_enabled=javascript,
        reduced_motion="reduce",
        service_workers="block",  # Else a page may come from a copy; see test_installed.py.
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(5_000)
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext, house: House) -> Iterator[Page]:
    page = window.new_page()
    trouble = watch(page, house)
    yield page
    assert trouble == []
