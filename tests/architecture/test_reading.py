"""A GET changes nothing, and what is open to all carries no cookie."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from community.db import db
from community.web.headers import SAFETY
from tests import factories
from tests.access_log.readings import READS
from tests.architecture.visitors import Visitor
from tests.architecture.world import address, routes

#: Tables that a GET may touch, each in a short transaction of its own: the last use of a session or
#: of a program's token, and how often somebody knocked; and that staff looked, on the pages where
#: they do.
NOT_THE_DOMAIN = {"signed_in", "api_token", "knock"}
LOOKED = {"access_read"}
CHANGE = re.compile(
    r"^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|REPLACE\s+INTO)\s+\"?(\w+)", re.IGNORECASE
)


@pytest.fixture
def changed(walk):
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
def test_a_get_writes_no_domain_rows(walk, changed, visitor):
    browser = walk.browser(visitor)
    wrong = {}
    for rule, method in routes(walk.app):
        if method != "GET" or rule.endpoint == "static":
            continue
        changed.clear()
        path = address(rule, walk.world.here.arguments(rule))
        browser.get(path)
        if domain := set(changed) - NOT_THE_DOMAIN - (LOOKED if rule.endpoint in READS else set()):
            wrong[path] = domain
    assert wrong == {}


def test_the_guard_sees_a_write(walk, changed):
    factories.a_sign_up(walk.world.here.gathering, walk.world.people[Visitor.STAFF])
    assert {"sign_up"} <= set(changed)


def test_a_page_for_everybody_sets_no_cookie(walk):
    """A page that may be kept must be the same for all; a form lives on a page that is not kept."""
    browser, wrong = walk.browser(Visitor.ANONYMOUS), []
    for rule, method in routes(walk.app):
        if method != "GET" or rule.endpoint == "static":
            continue
        path = address(rule, walk.world.here.arguments(rule))
        answer = browser.get(path)
        kept = "no-store" not in answer.headers.get("Cache-Control", "")
        if kept and "Set-Cookie" in answer.headers:
            wrong.append(f"{path}: {answer.headers['Set-Cookie']}")
    assert wrong == []


def test_every_answer_carries_the_headers_of_safety(walk):
    """Also errors, and also what is refused."""
    paths = ["/niet-hier", "/vechtdal/niet-hier", "/%00"]
    paths += [address(rule, walk.world.here.arguments(rule)) for rule, _method in routes(walk.app)
              if rule.endpoint != "static"]  # fmt: skip
    browser, wrong = walk.browser(Visitor.ANONYMOUS), []
    for path in paths:
        for method in ("GET", "POST"):
            answer = browser.open(path, method=method)
            missing = {name for name in SAFETY if name not in answer.headers}
            if missing:
                wrong.append(f"{method} {path}: {missing}")
    # The one framed exception; who may frame it, its policy says (tests/embeds/test_frames.py).
    assert wrong == ["GET /embed/vechtdal/agenda: {'X-Frame-Options'}"]
