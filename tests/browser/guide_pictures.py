"""The pictures in the guides, taken of the demo town: `make guides` takes them all anew.

Which page each shows stands here and nowhere else, so that they never age. It is morning in them at
any hour: what is on today is still to come.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from community.clock import from_local, local_day, now
from community.db import session, transaction
from community.guides.book import LANGUAGES
from community.guides.book import PICTURES as FOLDER
from tests.browser.live import House, set_ahead
from tests.browser.portraits import (  # noqa: F401 (fixtures)
    furniture,
    still_browser,
    windows,
)
from tests.browser.test_every_page import Town
from tests.browser.visit import ADVISER, LIBRARIAN, MANAGER, Visit
from tests.browser.windows import Windows

TELEPHONE = (390, 700)
TABLET = (820, 620)
DESK = (1280, 800)
COLOURS = 64
MORNING = time(9, 30)


@dataclass(frozen=True)
class Shot:
    """Which page, how large the screen is, and what of the page stands at its top."""

    visit: Visit
    size: tuple[int, int]
    top: str = "main"


PICTURES = {
    "resident-agenda": Shot(Visit("gatherings.index"), TELEPHONE),
    "resident-register": Shot(Visit("register.index"), TELEPHONE),
    "host-door": Shot(Visit("arrivals.door", LIBRARIAN), TABLET),
    "host-table": Shot(Visit("table_screen.show"), TABLET, top="body"),
    "librarian-today": Shot(Visit("desk.index", LIBRARIAN), DESK, top=".kk-columns"),
    "librarian-tables": Shot(Visit("table_plans.show", LIBRARIAN), DESK, top="h2"),
    "manager-meetlat": Shot(Visit("meetlat.index", MANAGER), DESK),
    "manager-people": Shot(Visit("people.index", MANAGER), DESK),
    "adviser-libraries": Shot(Visit("networks.index", ADVISER), DESK),
}


#: What a stranger sees of the house first, on top of README: the front page of a library.
FIRST = Shot(Visit("home.index"), (1280, 660), top="body")


@pytest.fixture(scope="session", autouse=True)
def later() -> Iterator[timedelta]:
    """Before the town is filled, whose days are reckoned from now."""
    later = from_local(local_day(now()), MORNING) - now()
    put_right = set_ahead(later)
    yield later
    put_right()


@pytest.fixture(scope="module")
def town(house: House) -> Town:
    """Without what begins at this very moment, for which nobody can sign up any more."""
    town = Town(house)
    with transaction():
        session().delete(town.gatherings.pop("now"))
    return town


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_take(name, language, town, windows):  # noqa: F811
    take(PICTURES[name], language, FOLDER / language / f"{name}.webp", town, windows)


def test_take_the_front_page(town, windows):  # noqa: F811
    take(FIRST, "en", FOLDER.parents[1] / "front.webp", town, windows)


def take(shot: Shot, language: str, path: Path, town: Town, windows: Windows) -> None:  # noqa: F811
    page, trouble = windows.of(shot.visit.who)
    width, height = shot.size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="light")
    # A desk stands in a guide at half its size; what is narrower stands there as it is.
    size = {"width": width, "height": height, "mobile": False}
    sharp = page.context.new_cdp_session(page)
    dots = 1 if width >= DESK[0] else 2
    sharp.send("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": dots})
    page.goto(f"{town.address(shot.visit).partition('?')[0]}?taal={language}")
    page.locator(shot.top).first.evaluate("it => it.scrollIntoView()")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Playwright's own picture has one dot to a pixel, whatever the screen.
    taken = b64decode(sharp.send("Page.captureScreenshot", {"format": "png"})["data"])
    sharp.detach()
    few = Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    # Letters and lines in few colours: whole, this is lighter than with something left out.
    few.convert("RGB").save(path, lossless=True, method=6)
    assert trouble == []
