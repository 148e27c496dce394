"""Paper as it comes out of the printer: the right size, so many pages, nothing cut off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from community.gatherings.models import Gathering
from tests import factories
from tests.browser.visits import let_in

#: Points per millimetre.
POINT = 72 / 25.4
A4, A3 = (210 * POINT, 297 * POINT), (297 * POINT, 420 * POINT)

#: What is as large as paper, or as a piece of it; and of which something sticks out.
SHEETS = ".kk-sheet, .kk-poster, .kk-badge, .kk-slip, .kk-ballot"
STICKS_OUT = """boxes => boxes
  .filter(box => box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 2)
  .map(box => box.className)"""

LONG = (
    "Samen koken, eten en praten over wat thuis is, voor wie hier nieuw is en wie er al lang woont"
)


@pytest.fixture(scope="module")
def gathering(house) -> Gathering:
    library = factories.a_library(phone="0529 00 00 00")
    gathering = factories.a_gathering(
        LONG,
        library=library,
        capacity=60,
        summary="Neem iets mee dat je aan thuis doet denken. " * 6,
    )
    for number in range(30):
        name = ("Anna", "Mohammed", "Wolfeschlegelsteinhausen", "Bo")[number % 4]
        factories.a_sign_up(gathering, factories.a_person(name), party_size=1 + number % 3 // 2)
    return gathering


@pytest.fixture
def desk(page, house, gathering):
    let_in(page.context, house, factories.a_librarian(gathering.library))
    return page


def cut_off(desk: Page) -> list[str]:
    """Of the sheets that stand there."""
    sheets = desk.locator(SHEETS)
    assert sheets.count(), "there is no sheet"
    found: list[str] = sheets.evaluate_all(STICKS_OUT)
    return found


@pytest.mark.parametrize(
    ("sheet", "size", "pages"),
    [
        ("affiche", A4, 1),
        ("affiche?maat=a3", A3, 1),
        ("deurlijst", A4, 2),
        ("naambadges", A4, 4),
        ("telkaarten", A4, 1),
        ("peiling-met-de-pen", A4, 1),
        ("peilbriefjes", A4, 2),
    ],
)
def test_a_sheet_comes_out_whole(desk, gathering, sheet, size, pages):
    desk.goto(f"/vechtdal/beheer/activiteiten/{gathering.id}/papier/{sheet}")
    if sheet == "peilbriefjes":
        desk.get_by_label("Hoeveel briefjes?").fill("9")
        desk.get_by_role("button", name="Maak de briefjes").click()
        desk.wait_for_selector(".kk-ballot")
    desk.emulate_media(media="print")
    assert cut_off(desk) == []
    pdf = desk.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == pages
    for width, height in boxes:
        assert (float(width), float(height)) == pytest.approx(size, abs=2)


@pytest.mark.parametrize("title", [24, 48, 90, 130, 200])
@pytest.mark.parametrize("summary", [0, 100, 300])
def test_a_poster_holds_whatever_was_written(desk, gathering, title, summary):
    written = factories.a_gathering(
        ("Buurtgesprek over samen wonen en leven " * 6)[:title].strip(),
        summary=("Neem iets mee dat je aan thuis doet denken. " * 8)[:summary].strip(),
        library=gathering.library,
    )
    desk.goto(f"/vechtdal/beheer/activiteiten/{written.id}/papier/affiche")
    desk.emulate_media(media="print")
    assert cut_off(desk) == []
