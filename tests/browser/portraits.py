"""Pictures of the whole house: every page, every mail, every sheet of paper.

Not part of `make test`: `make screens` runs it, and `tools/screens.py` puts what it leaves side by
side. `SPEAK` looks at Dutch pages in another language; `WIDTHS=360,1280` and `SCHEMES=light` keep
only some of the pictures, which is quicker. Judged as in `test_every_page.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from community.db import session
from community.outbox import letters
from community.outbox.models import OutboxMail
from tests.browser import keep_letters
from tests.browser.every_mail import made_by
from tests.browser.looking import NARROW, SCHEMES, WIDE, WIDTHS, wrong_at
from tests.browser.test_every_page import (  # noqa: F401 (fixtures)
    VISITS,
    furniture,
    town,
    windows,
)
from tests.browser.visit import Visit

FOLDER = Path(os.environ.get("LOOK", "screens"))
SPEAK = os.environ.get("SPEAK", "")


@pytest.fixture(scope="session")
def still_browser(browser: Browser) -> Browser:
    """A picture needs one that draws."""
    return browser


def chosen(name: str, every: Iterable[Any]) -> list[Any]:
    """Of these, the ones that the environment names; all of them when it names none."""
    named = os.environ.get(name, "").split(",")
    return [each for each in every if named == [""] or str(each) in named]


#: Which pictures of a page are kept.
KEPT = list(product(chosen("WIDTHS", WIDTHS), chosen("SCHEMES", SCHEMES)))
#: Pages that people print, besides the sheets.
TO_TAKE_ALONG = {"reports.show", "meetlat.index", "metingen.show"}
#: The newest letters of a kind that are tried: of an old one its occasion may be over.
TRIED = 20


def spoken(visit: Visit) -> Visit:
    return replace(visit, language=SPEAK) if SPEAK else visit


def portray(page: Page, kind: str, name: str) -> list[str]:
    """Keep the page at every width, in light and dark; what is wrong with it on the way."""
    folder = FOLDER / kind
    folder.mkdir(parents=True, exist_ok=True)
    wrong = []
    for width, scheme in KEPT:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        if (width, scheme) in (NARROW, WIDE):
            wrong += wrong_at(page, width, scheme)
        path = folder / f"{name}~{width}~{scheme}.png"
        page.screenshot(path=path, full_page=True, animations="disabled")
    return wrong


def in_a_file_name(words: object) -> str:
    return "".join(sign if sign.isalnum() or sign in "._=-" else "-" for sign in str(words))


@pytest.mark.parametrize("visit", dict.fromkeys(map(spoken, VISITS)), ids=str)
def test_page(visit, town, windows):  # noqa: F811
    page, trouble = windows.of(visit.who)
    page.goto(town.address(visit))
    wrong = portray(page, "page", in_a_file_name(visit))
    if page.locator(".kk-sheets").count() or visit.endpoint in TO_TAKE_ALONG:
        on_paper(page, in_a_file_name(visit))
    assert wrong + trouble == []


def on_paper(page: Page, name: str) -> None:
    """The same page as it leaves the printer, on the paper that its style sheet asks for."""
    folder = FOLDER / "paper"
    folder.mkdir(parents=True, exist_ok=True)
    page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True, print_background=True)


def newest_letter(template: str) -> letters.Letter | None:
    """As the demo town owes or sent it; None where it has none that could still go."""
    owed = select(OutboxMail).where(OutboxMail.template == template)
    newest = session().scalars(owed.order_by(OutboxMail.id.desc()).limit(TRIED)).all()
    return next(filter(None, (letters.render(session(), mail) for mail in newest)), None)


@pytest.fixture
def letters_of_tests(tmp_path: Path) -> Path:
    """One of every kind, made in a run of its own: each test needs a house to itself.

    One that fails there is no picture less: `make test` is for that.
    """
    tests = dict.fromkeys(made_by().values())
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", keep_letters.__name__,
         "-k", "not postgres", *tests],
        env=os.environ | {"LETTERS": str(tmp_path), "SPEAK": SPEAK}, check=False,
    )  # fmt: skip
    return tmp_path


@pytest.mark.timeout(1200)  # The tests of that run are in it.
def test_mails(town, windows, letters_of_tests):  # noqa: F811
    """Every kind: as the demo town writes it, or else as a test makes it."""
    page, _ = windows.of("")
    page.goto(f"{town.house.url}/robots.txt")
    wrong = []
    for template in sorted(letters.kinds()):
        with (
            town.house.app.test_request_context(base_url=town.house.url),
            keep_letters.all_in(SPEAK or "nl"),
        ):
            letter = newest_letter(template)
        letter = letter or keep_letters.kept(template, letters_of_tests)
        if letter is None:
            wrong.append(f"no letter of {template}")
            continue
        page.set_content(letter.html)
        name = in_a_file_name(template)
        # A mail is no page: of headings and landmarks axe wants what does not hold there.
        found = portray(page, "mail", name)
        wrong += [each for each in found if "sideways" in each or "contrast" in each]
        told = f"{letter.from_name}: {letter.subject}\n\n{letter.text}"
        (FOLDER / "mail" / f"{name}.txt").write_text(told, encoding="utf-8")
    assert wrong == []
