"""Stories in a real Chromium, against the real server.

`house` is open for the tests of one module, on SQLite; its app's context is open too, so that
factories fill it. `page` is a fresh browser window that fails the test when anything on a page
fails: an error in the console, a refused style or script, a request to another server.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from sqlalchemy import select

from community.db import db, session
from community.gatherings.models import SignUpStatus
from community.libraries.models import Library
from tests.browser.live import House, open_house
from tests.browser.looking import watch
from tests.conftest import make_app
from tests.factories import a_gathering, a_sign_up
from tests.once import leave, once
from tests.postgres import the_folder
from tools.setup import BROWSERS

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: A third less work for who only judges pages. Axe asks what the styles come to and where things
#: stand, not for pixels; and it is done with a page before the engine has made its code quicker.
STILL = ["--disable-threaded-compositing", "--js-flags=--no-opt --no-maglev"]


@pytest.fixture(scope="session")
def playwright(bundle: None) -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with launched(playwright, FLAGS) as browser:
        yield browser


@pytest.fixture(scope="session")
def still_browser(playwright: Playwright) -> Iterator[Browser]:
    """One that draws no frames: a click, which waits for one, would wait for ever."""
    with launched(playwright, FLAGS + STILL) as browser:
        yield browser


@contextmanager
def launched(playwright: Playwright, flags: list[str]) -> Iterator[Browser]:
    """The machine's Chromium, or Playwright's own where there is none."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    browser = playwright.chromium.launch(
        executable_path=path, chromium_sandbox=os.geteuid() != 0, args=flags
    )
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def furniture(sqlite_template: Path) -> Path:
    """The database that the house opens with a copy of; a module overrides it."""
    return sqlite_template


@pytest.fixture(scope="session")
def demo_town(sqlite_template: Path) -> Path:
    """The town as `flask demo` fills it, for all workers of a run: filling it takes seconds."""
    path = the_folder() / "demo.db"

    def make() -> None:
        shutil.copyfile(sqlite_template, path)
        app = make_app(f"sqlite:///{path}", the_folder(), BASE_URL="http://127.0.0.1")
        with app.app_context():
            result = app.test_cli_runner().invoke(args=["demo"])
            assert result.exit_code == 0, result.output
            a_full_gathering()
            leave()

    once("demo_town", make)
    return path


def a_full_gathering() -> None:
    """For which somebody waits, whatever the hour: that of the town itself may have begun."""
    vechtdal = session().scalars(select(Library).where(Library.slug == "vechtdal")).one()
    full = a_gathering("Een kamer vol verhalen", library=vechtdal, capacity=1)
    for status in (SignUpStatus.CONFIRMED, SignUpStatus.WAITING):
        a_sign_up(full, status=status)


@pytest.fixture(scope="session")
def later() -> timedelta:
    """By how much the clock of the house is ahead; a module overrides it."""
    return timedelta()


@pytest.fixture(scope="module")
def house(
    furniture: Path, later: timedelta, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    path = folder / "community.db"
    shutil.copyfile(furniture, path)
    if (pictures := furniture.parent / "pictures").exists():
        shutil.copytree(pictures, folder / "pictures")
    house = open_house(f"sqlite:///{path}", folder, later=later)
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
