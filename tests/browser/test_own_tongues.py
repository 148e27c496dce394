"""What people wrote is marked with its language on a page in another one.

A page in Arabic is in Arabic letters throughout; of Dutch words that stand in it by themselves a
voice makes nothing, and their stop lands on the wrong side. So what is Latin there is marked, but
for names, and what is Arabic is not marked as anything else. Between two things stands the comma
of the page. Asked of every page that a resident sees and that speaks Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from community.accounts.services import open_browser
from community.clock import now
from community.db import transaction
from community.web.i18n import is_for_residents
from tests.browser.test_every_page import VISITS, Town, furniture, town  # noqa: F401 (fixtures)
from tests.browser.visit import ANYBODY, HOST, LIBRARIAN, RESIDENT
from tests.browser.visits import the_person

pytestmark = pytest.mark.browser

TONGUE = "ar"
#: So many pages at least are there for each.
PAGES = {ANYBODY: 11, RESIDENT: 11, HOST: 1, LIBRARIAN: 5}
#: Without an end tag.
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})
#: Shown, but not read as a sentence of the page.
_NO_SENTENCE = frozenset({"script", "style", "svg", "title", "textarea", "option", "code"})
#: Addresses; and what a sentence of ours took in, set apart by the signs that isolate it.
_SET_APART = re.compile(r"\S+@\S+|https?://\S+|\S+\.(?:nl|org)\S*|\u2068[^\u2069]*\u2069")
_WORD = re.compile(r"[A-Za-zÀ-ÿ’'-]{2,}")
_ARABIC = re.compile("[\u0620-\u064a]{2,}")


class Unmarked(HTMLParser):
    """Collects what is Latin where the language of the page holds."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, str]] = [("", TONGUE)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append((tag, dict(attrs).get("lang") or self._open[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self._open) - 1, 0, -1):
            if self._open[number][0] == tag:
                del self._open[number:]
                return

    def handle_data(self, data: str) -> None:
        if _NO_SENTENCE & {tag for tag, _ in self._open}:
            return
        if self._open[-1][1] == TONGUE:
            wrong = _is_foreign(_SET_APART.sub(" ", data))
        else:
            wrong = _ARABIC.search(data) is not None and not _WORD.search(data)
        if wrong:
            self.found.append(" ".join(data.split()))


def _is_foreign(said: str) -> bool:
    words = _WORD.findall(said)
    # Names begin with a capital.
    is_latin = len(words) > 1 and any(word[0].islower() for word in words)
    return (is_latin and "iPhone" not in words) or ", " in said


def unmarked(html: str) -> list[str]:
    reader = Unmarked()
    reader.feed(html[html.index("<body") :])
    return reader.found


@pytest.fixture(params=PAGES)
def who(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def window(who: str, town: Town) -> FlaskClient:  # noqa: F811
    window = town.house.app.test_client()
    if who:
        with transaction() as tx:
            secret = open_browser(tx, the_person(f"{who}@example.org"), device="a test", now=now())
        with window.session_transaction(base_url=town.house.url) as opened:
            opened["_user_id"], opened["_fresh"] = secret, True
    return window


def pages(window: FlaskClient, who: str, town: Town) -> Iterator[tuple[str, str]]:  # noqa: F811
    with town.house.app.app_context():
        theirs = [
            replace(visit, language=TONGUE)
            for visit in VISITS
            if visit.who == who and is_for_residents(visit.endpoint)
        ]
    # Before the first is asked for: what the addresses are made of is of one session.
    addresses = {str(visit): town.address(visit) for visit in theirs}
    for visit, address in addresses.items():
        answer = window.get(address, base_url=town.house.url)
        if f'<html lang="{TONGUE}"' in answer.text:
            yield visit, answer.text


def test_what_people_wrote_says_its_language(window: FlaskClient, who: str, town: Town) -> None:  # noqa: F811
    seen = dict(pages(window, who, town))
    assert len(seen) >= PAGES[who], "too few to be all of them"
    wrong = [f"{visit}: {words}" for visit, html in seen.items() for words in unmarked(html)]
    assert wrong == [], "\n".join(wrong)


def test_a_name_is_no_sentence_and_a_mark_is_enough() -> None:
    def of(inside: str) -> list[str]:
        return unmarked(f'<html lang="ar"><body>{inside}</body></html>')

    assert of("<p>Samen breien</p>") == ["Samen breien"]
    assert of('<p lang="nl">Samen <b>breien</b> en praten</p>') == []
    assert of("<p>Bibliotheek Vechtdal</p><br><p lang='nl'>Samen breien</p>") == []
    assert of("<p lang='nl'>Samen breien</p><p>Wie doet er mee?</p>") == ["Wie doet er mee?"]
    assert of("<p lang='nl'>Taal: الحديث</p><p lang='nl'>الحديث</p>") == ["الحديث"]
    assert of("<p>Noor, أمس</p><p>Noor، أمس</p>") == ["Noor, أمس"]
