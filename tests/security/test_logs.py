"""RELIABILITY 22: one JSON line for each request, without a secret and without an address."""

from __future__ import annotations

import json
import logging
import re

import pytest
from sqlalchemy import insert, update

from community.accounts.models import Person
from community.db import session, transaction
from community.web.request_log import discreet
from tests import factories
from tests.architecture.visitors import Visitor
from tests.architecture.world import address, routes
from tests.security.corpora import corpus, named

#: Variables of an address that are a secret by themselves.
SECRETS = {"token", "code", "digest"}
LINES = corpus("log_lines")


@pytest.mark.parametrize("walk", ["sqlite"], indirect=True)
def test_no_secret_of_an_address_reaches_the_log(walk, lines):
    """Every address with a secret in it, the true one; others in its query and its headers."""
    browser, told = walk.browser(Visitor.ANONYMOUS), set()
    people = {"noor.vandermeer@example.org", "q-geheim-77"}
    for rule, method in routes(walk.app):
        values = walk.world.here.arguments(rule) if rule.endpoint != "static" else {}
        if method != "GET" or not SECRETS & rule.arguments:
            continue
        told |= {str(values[name]) for name in SECRETS & rule.arguments}
        browser.get(
            address(rule, values),
            query_string={"email": "noor.vandermeer@example.org", "q": "q-geheim-77"},
            headers={"Referer": "https://a.example/q-geheim-77", "User-Agent": "q-geheim-77"},
        )
    assert len(told) > 10
    requests = lines.facts("request")
    assert len(requests) > 30
    assert all(re.fullmatch(r"\w{4}-\w{4}", str(line["reference"])) for line in requests)
    everything = "\n".join(lines.lines)
    assert sorted(secret for secret in told | people if secret in everything) == []


def test_a_failure_of_the_database_tells_nothing_of_what_was_typed(app, lines):
    """Neither the values of the statement nor the row that was there already."""
    noor = factories.a_person("Noor", email="noor@example.org")
    other = factories.a_person("Bram", email="bram@example.org")
    wrong = [
        insert(Person).values(first_name="Sjoukje", email="noor@example.org", language="nl"),
        update(Person).where(Person.id == other.id).values(email=noor.email),
        update(Person).where(Person.id == other.id).values(first_name=None, last_name="Sjoukje"),
    ]
    for statement in wrong:
        try:
            with transaction() as tx:
                tx.execute(statement)
        except Exception:
            logging.getLogger("community.failures").exception("bug")
            session().rollback()
    assert len(lines.facts("bug")) == len(wrong)
    said = "".join(lines.lines)
    assert "Traceback" in said
    for private in ("noor@", "bram@", "Sjoukje", "Bram"):
        assert private not in said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("<noor.van-der-meer@sub.example.org>: refused", "<…>: refused"),
        ("/vechtdal/aanmelding/12-aB3defghij_lmnopqrstuv/af", "/vechtdal/aanmelding/…/af"),
        ("Bearer kk_aB3defghijklmnopqrstuvwxyz0123456789", "Bearer …"),
        ("community.gatherings.sign_up_services", "community.gatherings.sign_up_services"),
        ('File "/work/a_very_long_name_of_a_module.py", line 12', None),
        ("Is there\nDETAIL:  Key (a)=(b) is\nthere\n\nThe", "Is there\nDETAIL: …\n\nThe"),
    ],
)  # fmt: skip
def test_what_others_say_is_told_discreetly(said, kept):
    assert discreet(said) == (kept or said)


@pytest.mark.parametrize("attack", LINES, ids=named)
def test_whatever_is_asked_a_log_has_one_line_for_it(outside, lines, attack):
    """The log names the route, so nothing of it can come there; what else is said, is one line."""
    browser = outside.test_client()
    browser.get("/vechtdal/agenda", query_string={"q": attack, attack[:50]: "1"})
    browser.post("/inloggen", data={"email": attack, "csrf_token": attack})
    logging.getLogger("else").warning("said: %s", attack)
    *asked, said = lines.lines
    assert len(lines.facts("request")) == 2
    assert all("overschreven" not in line and "aaaa" not in line for line in asked)
    for line in lines.lines:
        assert line.isprintable()
        assert isinstance(json.loads(line), dict)
    assert json.loads(said)["level"] == "warning"
