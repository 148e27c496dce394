"""DOMAIN 18: only functional cookies. Which those are, the page about privacy says too."""

from __future__ import annotations

import pytest

from tests.accounts.coming_in import a_link
from tests.architecture.visitors import Visitor
from tests.security.forms import WHO, pages

pytestmark = pytest.mark.parametrize("walk", ["sqlite"], indirect=True)

#: The language; that one is signed in; and, of who works here, that this browser is known.
COOKIES = {"taal", "kring", "kring-bekend"}
#: How many the page about privacy speaks of.
IN_WORDS = "drie cookies"


def test_no_page_sets_another_cookie_than_those_that_are_said(walk):
    browsers = {who: walk.browser(who) for who in WHO}
    set_by: dict[str, str] = {}
    for path, who in pages(walk):
        for cookie in browsers[who].get(path).headers.getlist("Set-Cookie"):
            set_by.setdefault(cookie.partition("=")[0], path)
    stranger = walk.browser(Visitor.ANONYMOUS)
    stranger.get("/inloggen?taal=en")
    stranger.post(a_link(walk.world.people[Visitor.LIBRARIAN]))
    stranger.get("/mijn")
    given = {name for name in COOKIES if stranger.get_cookie(name)}
    assert given == COOKIES, "else the walk meets none of them"
    assert {name: path for name, path in set_by.items() if name not in COOKIES} == {}
    privacy = walk.browser(Visitor.ANONYMOUS).get("/privacy?taal=nl").text
    assert IN_WORDS in privacy
