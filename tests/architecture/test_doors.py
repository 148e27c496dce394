"""Every address × everybody who could come to it (RELIABILITY 14), and what a look leaves behind.

Whoever knocks on every door sees on the same walk whether a look changed anything, what is kept of
the answer and what it says to a browser: a walk is a thousand requests.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from community.web.access import access_of
from tests.architecture.doors import BY_TOKEN, DOOR_OF, may_enter
from tests.architecture.reading import faults_of, left_behind
from tests.architecture.visitors import Visitor
from tests.architecture.world import address, routes


def test_every_address_says_who_may_come_in(app):
    marks = {
        endpoint: access_of(view)
        for endpoint, view in app.view_functions.items()
        if endpoint != "static"
    }
    differing = {
        endpoint: (marks.get(endpoint), DOOR_OF.get(endpoint))
        for endpoint in marks.keys() | DOOR_OF.keys()
        if marks.get(endpoint) != DOOR_OF.get(endpoint)
    }
    assert differing == {}, "what the view says, what the table says"


#: The doors are the same on both databases. What an act behind them does is not, so PostgreSQL is
#: walked through by who may do most here and by who has things of their own.
WALKS = [("sqlite", visitor) for visitor in Visitor] + [
    ("postgres", visitor) for visitor in (Visitor.RESIDENT, Visitor.MANAGER)
]


@pytest.mark.parametrize(("walk", "visitor"), WALKS, indirect=["walk"])
def test_a_door_opens_for_whom_it_should_and_a_look_changes_nothing(walk, visitor, changed):
    wrong, acted = [], False
    browser = walk.browser(visitor)
    for rule, method in sorted(routes(walk.app), key=is_act):
        if rule.endpoint not in DOOR_OF:
            continue
        if acted:
            walk.undo()  # It may have removed what this one is about,
            browser = walk.browser(visitor)  # or been signing out.
        acted = method == "POST" and may_enter(rule.endpoint, visitor)
        path = address(rule, walk.world.here.arguments(rule))
        changed.clear()
        answer = browser.open(path, method=method)
        faults = [] if is_good(answer, rule.endpoint, visitor) else ["the wrong people come in"]
        faults += left_behind(rule.endpoint, changed) if method == "GET" else []
        faults += faults_of(rule.endpoint, answer)
        wrong += [f"{method} {path}: {answer.status}: {each}" for each in faults]
    assert wrong == []


def is_good(answer: TestResponse, endpoint: str, visitor: Visitor) -> bool:
    if endpoint in BY_TOKEN:
        return answer.status_code in {303, 404, 410}
    return answer.status_code < 500 and is_in(answer) == may_enter(endpoint, visitor)


def is_act(route: tuple[Rule, str]) -> bool:
    """Acts come last: between two looks nothing has to be undone."""
    return route[1] == "POST"


def is_in(answer: TestResponse) -> bool:
    """Whether the door was passed; what is behind it may still say that the form is empty."""
    at_the_door = urlsplit(answer.location or "").path == "/inloggen"
    return answer.status_code not in {401, 403, 404} and not at_the_door
