"""Every moment of EXPERIENCE in every way that somebody may come to it: sizes, schemes, languages,
by keyboard, without scripts, at 400 % and on a slow line.

Not part of `make test`: `pytest -n3 tests/browser/walks.py` walks them all in the demo town, with
its worker, in a quarter of an hour, and adds a line for each to `walks.jsonl` (or where `WALKS`
says); `python -m tests.browser.walked` makes the table of `docs/moments.md` of them. Axe looks at
every page, and a moment whose bar is a number of seconds is held against it.
`-k "keyboard and 360"` or `-k "afterwards and no_scripts"` walks some. The same moments stand in
`test_moments_of_*.py`, each in one or two of these ways.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, product
from pathlib import Path
from time import monotonic

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import Browser, Locator, Page, expect

from community.accounts.models import Role
from community.clock import now
from community.gatherings.models import GatheringStatus
from tests import factories
from tests.browser.hand import PATIENCE, Hand, WithoutScripts
from tests.browser.looking import SCHEMES, WIDTHS, watch
from tests.browser.visits import let_in, the_person
from tests.harvests.rows import a_note
from tests.meetlat.counts import people
from tests.meetlat.on_the_page import a_meting, a_standing, a_year
from tests.soak.procfile import Household, household
from tests.table_plans import plans

LANGUAGES = ("nl", "en")
FOUND = Path(os.environ.get("WALKS", "walks.jsonl"))
#: Seconds that EXPERIENCE gives a moment; the others have a bar of another kind, or none.
BARS = {"from the poster to a seat": 30, "a gathering from last months": 60, "afterwards": 300}
#: What a line in a village does: 400 ms to and fro, 400 kbit a second.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@dataclass(frozen=True)
class Way:
    """How somebody comes to it."""

    width: int = 1280
    height: int = 900
    scheme: str = "light"
    language: str = "nl"
    by: str = "mouse"

    def __str__(self) -> str:
        by = self.by.replace(" ", "_").replace("%", "percent")
        return f"{by}-{self.width}-{self.scheme}-{self.language}"


#: By mouse, by keyboard, without scripts and on a slow line at every size; 400 % has one.
WAYS = [
    *(
        Way(width, 900, scheme, language, by)
        for by in ("mouse", "keyboard", "no scripts", "slow line")
        for width, scheme, language in product(WIDTHS, SCHEMES, LANGUAGES)
    ),
    *(Way(320, 256, *seen, by="400 %") for seen in product(SCHEMES, LANGUAGES)),
]


class Walk(WithoutScripts):
    """A hand that knows what things are called here, and how long the house let it wait."""

    def __init__(self, page: Page, house: Household, way: Way) -> None:
        begin = WithoutScripts if way.by == "no scripts" else Hand
        begin.__init__(self, page, by_keyboard=way.by == "keyboard")
        self.house, self.way, self.waited = house, way, 0.0
        self.most_tabs = 0

    def look(self) -> None:
        looks = WithoutScripts if self.way.by == "no scripts" else Hand
        looks.look(self)

    def say(self, words: str) -> str:
        """A word of the house in the language of this walk."""
        with self.house.app.test_request_context(), force_locale(self.way.language):
            return gettext(words)

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=self.say(words), exact=True).first

    def link(self, words: str) -> Locator:
        main = self.page.get_by_role("main")
        return main.get_by_role("link", name=self.say(words), exact=True).first

    def field(self, words: str) -> Locator:
        return self.page.get_by_label(self.say(words))

    def begin(self, address: str) -> None:
        self.page.goto(f"/robots.txt?taal={self.way.language}")
        self.go(f"{address}?taal={self.way.language}")

    def go(self, address: str) -> None:
        began = monotonic()
        self.page.goto(address)
        self.waited += monotonic() - began
        self.arrived()

    def follow(self, what: Locator, key: str = "Enter") -> None:
        self._reach(what)
        began = monotonic()
        with self.page.expect_navigation(timeout=3 * PATIENCE):
            self._press(what, key)
        self.waited += monotonic() - began
        self.arrived()

    def _reach(self, what: Locator) -> None:
        before = self.keys
        super()._reach(what)
        self.most_tabs = max(self.most_tabs, self.keys - before)


@pytest.fixture(scope="module")
def house(demo_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Household]:
    """The demo town with its worker: tables are divided as they are for real."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copyfile(demo_town, folder / "community.db")
    shutil.copytree(demo_town.parent / "pictures", folder / "pictures")
    with household(f"sqlite:///{folder / 'community.db'}", folder) as house:
        house.start("web")
        house.start("worker")
        yield house


@pytest.fixture(params=WAYS, ids=str)
def walk(request: pytest.FixtureRequest, browser: Browser, house: Household) -> Iterator[Walk]:
    way: Way = request.param
    window = browser.new_context(
        base_url=house.url,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
        service_workers="block",
        viewport={"width": way.width, "height": way.height},
        color_scheme=way.scheme,  # type: ignore[arg-type]
    )
    window.set_default_timeout(PATIENCE)
    page = window.new_page()
    trouble = watch(page, house)  # type: ignore[arg-type]
    if way.by == "slow line":
        window.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    walk, before = Walk(page, house, way), request.session.testsfailed
    yield walk
    window.close()
    moment = request.node.originalname.removeprefix("test_").replace("_", " ")
    stopped = request.session.testsfailed > before
    took = walk.seconds + walk.waited
    found = {
        "moment": moment, "by": way.by, "way": str(way), "stopped": stopped, "pages": walk.pages,
        "acts": len(walk.did), "tabs": walk.most_tabs, "seconds": took,
    }  # fmt: skip
    with FOUND.open("a", encoding="utf-8") as lines:  # A line at a time, by every worker.
        lines.write(json.dumps(found) + "\n")
    assert trouble == []
    assert took <= BARS.get(moment, float("inf"))


_numbers = count(1)


def a_desk(walk: Walk) -> None:
    let_in(walk.page.context, walk.house, the_person("bibliothecaris@example.org"))  # type: ignore[arg-type]


def test_from_the_poster_to_a_seat(walk):
    number = next(_numbers)
    gathering = factories.a_gathering("Snoeien in de stadstuin", capacity=8)
    walk.begin(f"/vechtdal/agenda/{gathering.id}/aanmelden")
    walk.type(walk.field("Your first name"), "Noor")
    walk.type(walk.field("Your e-mail address"), f"noor{number}@wandeling.example")
    walk.follow(walk.button("Sign me up"))
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(walk.say("Check your e-mail"))


def test_what_somebody_can_do(walk):
    let_in(walk.page.context, walk.house, factories.a_member(name="Henk"))
    walk.begin("/vechtdal/")
    walk.type(walk.page.locator("[name=zin]").first, "Ik kan fietsen maken")
    walk.follow(walk.page.locator("form:has([name=zin]) button").first)
    expect(walk.page.get_by_role("group", name=walk.say("Who will see this?"))).to_be_visible()
    walk.press(walk.field("I am 16 or older"), "Space")
    walk.follow(walk.button("Put me on the list"))


def test_asking_in_arabic_who_helps_with_forms(walk):
    walk.begin("/vechtdal/")
    walk.follow(walk.page.locator("a[href$='/kennis']:visible").first)
    walk.type(walk.page.get_by_role("searchbox").first, "من يساعدني في ملء الاستمارات؟")
    walk.follow(walk.button("Search"))
    expect(walk.page.locator("#gevonden")).to_be_in_viewport()
    walk.follow(walk.page.locator("section[aria-labelledby=gevonden] a[href*='/kennis/']").first)


def test_a_gathering_from_last_months(walk):
    number = next(_numbers)
    title = f"Dialoog {number}: wat is thuis?"
    branch = min(factories.the_library().branches, key=lambda each: each.id)
    old = factories.a_gathering(
        title, starts_at=factories.next_week() - timedelta(weeks=5), status=GatheringStatus.CLOSED,
        branch_id=branch.id, room_id=factories.a_room(branch, f"Kamer {number}").id,
    )  # fmt: skip
    a_desk(walk)
    walk.begin("/vechtdal/beheer/")
    walk.follow(walk.link("New activity"))
    walk.type(walk.page.get_by_role("main").get_by_role("searchbox").first, f"dialoog {number}")
    if walk.way.by == "no scripts":
        walk.follow(walk.button("Search"))
    walk.follow(walk.page.locator(f"a[href$='/{old.id}/kopieer']"))
    walk.follow(walk.button("Check it, then publish"))
    walk.follow(walk.button("Publish"))
    expect(walk.page.locator("main")).to_contain_text(title)


def test_tables_for_forty_eight(walk):
    evening = plans.a_table_evening(48)
    plans.a_plan(evening, rounds=3, least=8, most=8)
    a_desk(walk)
    walk.begin(f"/vechtdal/beheer/activiteiten/{evening.id}")
    walk.follow(walk.page.locator("main a[href$='/tafels']:visible").first)
    began = monotonic()
    walk.press(walk.button("Divide people over the tables"))
    expect(walk.page.locator(".kk-plan td").first).to_be_visible(timeout=120_000)
    walk.waited += monotonic() - began
    walk.arrived()
    first, second = (walk.page.locator(f"td[data-spot='0.{n}'] .kk-name").first for n in (0, 1))
    for each in (first, second):
        walk.press(each)
        walk.page.wait_for_timeout(500)
    walk.look()
    if walk.by_keyboard:
        walk.press(walk.page.locator("a[href='#hierna']").nth(1))
    walk.follow(walk.link("Print"))
    expect(walk.link("Table cards")).to_be_visible()


def test_ten_to_eight_at_the_door(walk):
    evening = factories.a_gathering(starts_at=now() + timedelta(minutes=10))
    for name in ("Aafke", "Bouke", "Cor"):
        factories.a_sign_up(evening, factories.a_person(name))
    a_desk(walk)
    walk.begin(f"/vechtdal/beheer/activiteiten/{evening.id}")
    walk.follow(walk.page.locator("main a[href$='/deur']:visible").first)
    scripts = walk.way.by != "no scripts"
    if scripts:
        expect(walk.page.locator("#verzonden")).to_have_text(walk.say("Everything is sent."))
    for number, name in enumerate(("Aafke", "Bouke"), 1):
        tap = walk.press if scripts else walk.follow
        tap(walk.page.get_by_role("button", name=name))
        expect(walk.page.locator(".kk-door__n")).to_have_text(str(number))
        walk.page.context.set_offline(scripts)
    walk.press(walk.page.locator(".kk-door__walk-in summary"))
    (walk.press if scripts else walk.follow)(walk.button("Without a name"))
    expect(walk.page.locator(".kk-door__n")).to_have_text("3")
    if scripts:
        walk.look()
        walk.page.context.set_offline(False)
        walk.page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(walk.page.locator("#verzonden")).to_have_text(walk.say("Everything is sent."))


def test_afterwards(walk):
    over = factories.a_gathering("Wereldcafé", starts_at=now() - timedelta(hours=3))
    for table, words in enumerate(("Meer banken in de straat", "Soep op maandag"), 1):
        a_note(over, words, table_no=table)
    a_desk(walk)
    walk.begin(f"/vechtdal/beheer/activiteiten/{over.id}")
    walk.follow(walk.page.locator("main a[href$='/afronden']:visible").first)
    walk.type(walk.field("How many people were there?"), "14")
    walk.type(walk.field("What worked?"), "Iedereen kwam los.")
    walk.follow(walk.button("Round off"))
    walk.follow(walk.button("Begin the harvest"))
    walk.follow(walk.button("Show it to people who were there"))


def test_why_a_number_fell(walk):
    library = factories.a_library(f"meetlat-{next(_numbers)}")
    gathering = factories.a_gathering("Taalcafé bij de haard", library=library)
    it_was = people(unique=423, new=110, cohort=120, returned=60, acquainted=143)
    a_meting(library, a_year(now().date() - timedelta(days=90), people=it_was))
    a_standing(library, a_year(ids=(gathering.id, *range(9000, 9079))))
    let_in(walk.page.context, walk.house, factories.a_member(Role.MANAGER, library))
    walk.begin(f"/{library.slug}/beheer/meetlat")
    walk.follow(walk.page.locator(".kk-why a:visible").first)
    walk.follow(walk.page.get_by_role("table").get_by_role("link", name=gathering.title))
    assert len(walk.did) == 2  # One to the indicator, one to the gatherings.


def test_monday_morning(walk):
    let_in(walk.page.context, walk.house, the_person("adviseur@example.org"))
    walk.begin("/netwerk/oostenwind")
    for order in ("Who asked", "Who moved", "Who has gone quiet"):
        walk.follow(walk.page.get_by_role("main").get_by_role("link", name=walk.say(order)).first)
    walk.follow(walk.page.locator("tbody tr").first.get_by_role("link").first)
