"""What somebody puts in an address is never part of a statement, only of its values.

sqlmap looks for this from outside, and judges by how much two answers are alike. From inside it is
plain to see: whatever is asked, the words are in no statement.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from community.api import asking
from community.db import db
from tests.architecture.source import HOUSE
from tests.architecture.visitors import Visitor
from tests.architecture.world import address, routes

WORD = "zeldzaamwoord"
TYPED = f"{WORD}') OR 1=1 --"
OF_THE_API = {each.name for each in (*asking.NARROWING, *asking.OFFERED, *asking.PAGING)}
ASKED = re.compile(r"""args\.(?:get|getlist)\(\s*"([a-z_]+)["]""")


def names() -> set[str]:
    """Of all that some view looks for in an address."""
    sources = (HOUSE / "community").rglob("*.py")
    found = {name for path in sources for name in ASKED.findall(path.read_text(encoding="utf-8"))}
    return (found | OF_THE_API) - {"taal"}


@pytest.mark.timeout(300)
def test_no_word_of_an_address_stands_in_a_statement(walk):
    statements: list[str] = []
    values: list[str] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if WORD in statement:
            statements.append(statement)
        if WORD in str(parameters):
            values.append(statement)

    everything = dict.fromkeys(sorted(names()), TYPED)
    assert len(everything) > 40
    browser = walk.browser(Visitor.MANAGER)
    with walk.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        for rule, method in routes(walk.app):
            if method != "GET" or rule.endpoint == "static":
                continue
            path = address(rule, walk.world.here.arguments(rule))
            # The API refuses names that it does not know, so there each goes alone.
            alone = rule.endpoint.startswith("api.")
            for asked in [{name: TYPED} for name in OF_THE_API] if alone else [everything]:
                browser.get(path, query_string=asked)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert statements == []
    assert len(values) > 10, "some of it should reach the database, as a value"
