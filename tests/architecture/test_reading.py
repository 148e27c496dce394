"""A GET changes nothing, and what is open to all carries no cookie."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from community.db import db
from community.web.headers import SAFETY
from tests.architecture.world import Visitor, a_world, address, routes

#: Tables that a GET may touch, each in a short transaction of its own: the last use of a session,
#: and how often somebody knocked.
NOT_THE_DOMAIN = {"signed_in", "knock"}
CHANGE = re.compile(
    r"^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|REPLACE\s+INTO)\s+\"?(\w+)", re.IGNORECASE
)


@pytest.fixture
def changed(app):
    """The tables that were written to since the test began."""
    tables: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        found = CHANGE.match(statement)
        if found:
            tables.append(found[1])

    event.listen(db.engine, "before_cursor_execute", note)
    yield tables
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "visitor", [Visitor.ANONYMOUS, Visitor.RESIDENT, Visitor.MANAGER, Visitor.OPERATOR]
)
def test_a_get_writes_no_domain_rows(app, client, client_of, changed, visitor):
    world = a_world()
    person = world.people[visitor]
    browser = client_of(person) if person else client
    wrong = {}
    for rule, method in routes(app):
        if method != "GET" or rule.endpoint == "static":
            continue
        changed.clear()
        path = address(rule, world.here.arguments(rule))
        browser.get(path)
        if domain := set(changed) - NOT_THE_DOMAIN:
            wrong[path] = domain
    assert wrong == {}


def test_the_guard_sees_a_write(app, changed):
    a_world()
    assert {"library", "gathering", "sign_up"} <= set(changed)


def test_a_page_for_everybody_sets_no_cookie(app, client):
    """A page that may be kept must be the same for all; a form lives on a page that is not kept."""
    world = a_world()
    wrong = []
    for rule, method in routes(app):
        if method != "GET" or rule.endpoint == "static":
            continue
        path = address(rule, world.here.arguments(rule))
        answer = client.get(path)
        kept = "no-store" not in answer.headers.get("Cache-Control", "")
        if kept and "Set-Cookie" in answer.headers:
            wrong.append(f"{path}: {answer.headers['Set-Cookie']}")
    assert wrong == []


def test_every_answer_carries_the_headers_of_safety(app, client):
    """Also errors, and also what is refused."""
    world = a_world()
    paths = ["/niet-hier", "/vechtdal/niet-hier", "/%00"]
    paths += [address(rule, world.here.arguments(rule)) for rule, _method in routes(app)
              if rule.endpoint != "static"]  # fmt: skip
    wrong = []
    for path in paths:
        for method in ("GET", "POST"):
            answer = client.open(path, method=method)
            missing = {name for name in SAFETY if name not in answer.headers}
            if missing:
                wrong.append(f"{method} {path}: {missing}")
    assert wrong == []
