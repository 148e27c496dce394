"""The pictures in the guides, taken of the demo town: `make guides` takes them all anew.

Which page each shows stands here and nowhere else, so that they never age.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pytest
from PIL import Image

from community.guides.book import LANGUAGES
from community.guides.book import PICTURES as FOLDER
from tests.browser.portraits import (  # noqa: F401 (fixtures)
    furniture,
    still_browser,
    town,
    windows,
)
from tests.browser.visit import ADVISER, LIBRARIAN, MANAGER, Visit

TELEPHONE = (390, 700)
TABLET = (820, 620)
DESK = (1280, 800)


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_take(name, language, town, windows):  # noqa: F811
    shot = PICTURES[name]
    page, trouble = windows.of(shot.visit.who)
    width, height = shot.size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="light")
    page.goto(f"{town.address(shot.visit).partition('?')[0]}?taal={language}")
    page.locator(shot.top).first.evaluate("it => it.scrollIntoView()")
    path = FOLDER / language / f"{name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled")))
    picture.save(path, quality=72, method=6)
    assert trouble == []
