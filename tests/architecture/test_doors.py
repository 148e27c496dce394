"""Every address × everybody who could come to it (RELIABILITY 14).

The table says what each door should be, apart from what the view itself says: an address that is
missing here fails, and so does a mark that became wider or narrower.
"""

from __future__ import annotations

import pytest

from community.web.access import Access, access_of
from tests.architecture.world import Visitor, World, a_world, address, routes

DOORS: dict[Access, set[str]] = {
    Access.OPEN: {
        "accounts.look_in_your_mail",
        "accounts.sign_in",
        "accounts.sign_in_with_password",
        "accounts.sign_out",
        "accounts.use_link",
        "gatherings.index",
        "gatherings.show",
        "gatherings.show_by_number",
        "health.show",
        "home.house",
        "home.index",
        "libraries.theme",
        "pictures.show",
    },
    Access.SIGNED_IN: {
        "accounts.change_password",
        "accounts.come_in_again",
    },
    Access.HOSTS: set(),
    Access.STAFF: set(),
    Access.LIBRARIANS: set(),
    Access.MANAGERS: set(),
    Access.OPERATORS: set(),
    Access.DEVELOPMENT: {
        "outbox.calendar",
        "outbox.html",
        "outbox.index",
        "outbox.show",
    },
}
DOOR_OF = {endpoint: door for door, endpoints in DOORS.items() for endpoint in endpoints}

STAFF = {Visitor.STAFF, Visitor.LIBRARIAN, Visitor.MANAGER}
LIBRARIANS = {Visitor.LIBRARIAN, Visitor.MANAGER}

#: Whom a door lets in. Who is not named is refused.
ADMITTED: dict[Access, set[Visitor]] = {
    Access.OPEN: set(Visitor),
    Access.SIGNED_IN: set(Visitor) - {Visitor.ANONYMOUS},
    Access.HOSTS: LIBRARIANS | {Visitor.HOST_OF_IT},
    Access.STAFF: STAFF,
    Access.LIBRARIANS: LIBRARIANS,
    Access.MANAGERS: {Visitor.MANAGER},
    Access.OPERATORS: {Visitor.OPERATOR},
    Access.DEVELOPMENT: set(),
}

#: Somebody's own thing: whoever else comes, it does not exist.
OWN: dict[str, set[Visitor]] = {}

#: Open to whoever has the token or the file of that one thing; the walk has none, and gets a 404.
BY_TOKEN = {
    "accounts.use_link",
    "pictures.show",
}


@pytest.fixture
def world(app) -> World:
    return a_world()


def test_every_address_says_who_may_come_in(app):
    marks = {
        endpoint: access_of(view)
        for endpoint, view in app.view_functions.items()
        if endpoint != "static"
    }
    assert marks == DOOR_OF


@pytest.mark.parametrize("visitor", Visitor)
def test_a_door_opens_for_whom_it_should(app, world, client, client_of, visitor):
    person = world.people[visitor]
    browser = client_of(person) if person else client
    wrong = []
    # Looking around first: an act may change what is there.
    for rule, method in sorted(routes(app), key=lambda route: route[1]):
        if rule.endpoint not in DOOR_OF:
            continue
        if person and method == "POST":
            browser = client_of(person)  # The last act may have been signing out.
        path = address(rule, world.here.arguments(rule))
        answer = browser.open(path, method=method)
        to = answer.headers.get("Location", "")
        refused = answer.status_code in {401, 403, 404} or "/inloggen?" in to
        if answer.status_code >= 500 or refused == should_enter(rule.endpoint, visitor):
            wrong.append(f"{method} {path}: {answer.status_code} {to}")
    assert wrong == []


def should_enter(endpoint: str, visitor: Visitor) -> bool:
    if endpoint in BY_TOKEN:
        return False
    return visitor in OWN.get(endpoint, ADMITTED[DOOR_OF[endpoint]])
