"""RELIABILITY 17: what every answer says to a browser; and the cookies that it is given."""

from __future__ import annotations

import pytest
from flask import Flask

from community.accounts.destinations import own_path
from community.config import configure
from community.web.headers import CONTENT_SECURITY_POLICY, SAFETY, register
from tests.security.conftest import OUTSIDE

#: One of each kind: a page, a file, for robots, a piece for htmx, and every way not to succeed.
ANSWERS = {
    ("GET", "/over"): 200,
    ("HEAD", "/over"): 200,
    ("GET", "/"): 200,
    ("GET", "/static/mark.svg"): 200,
    ("GET", "/static/dist/manifest.json"): 200,
    ("GET", "/static/../app.py"): 404,
    ("GET", "/robots.txt"): 200,
    ("GET", "/gezond"): 200,
    ("GET", "/favicon.ico"): 301,
    ("GET", "/mijn"): 303,
    ("POST", "/inloggen"): 422,  # No CSRF token.
    ("GET", "/niet/hier"): 404,
    ("GET", "/%00"): 404,
    ("GET", "/%ff%fe"): 404,
    ("PUT", "/over"): 405,
    ("TRACE", "/over"): 405,
    ("OPTIONS", "/over"): 200,
    ("GET", "/api/v1/niet-hier/gatherings"): 404,
    ("POST", "/csp-rapport"): 204,
}


@pytest.mark.parametrize(("method", "path"), ANSWERS)
def test_every_answer_carries_the_headers_of_safety(outside, method, path):
    answer = outside.test_client().open(path, method=method)
    assert answer.status_code == ANSWERS[method, path]
    assert {name for name in SAFETY if name not in answer.headers} == set()
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["Cache-Control"]
    assert answer.headers["X-Request-Id"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_the_policy_lets_nothing_in_but_our_own():
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    for name, value in rules.items():
        if name.endswith("-src"):
            assert set(value.split()) <= {"'self'", "'none'", "data:"}, name
    assert rules["script-src"] == rules["form-action"] == "'self'"


@pytest.mark.parametrize(
    ("base", "says"),
    [
        ("http://kring.bieb.example", None),
        ("https://bieb.example", "max-age=31536000"),
        ("https://kring.bieb.example", "max-age=31536000; includeSubDomains"),
    ],
)
def test_a_house_on_https_is_never_asked_otherwise_again(tmp_path, base, says):
    app = Flask("t")
    configure(app, {"INSTANCE": str(tmp_path), "BASE_URL": base, "TESTING": True})
    register(app)
    assert app.test_client().get("/").headers.get("Strict-Transport-Security") == says


def test_cookies_are_for_this_house_alone(outside):
    """Not for a script, not over plain http, not from another site, not of a house below it."""
    browser = outside.test_client()
    page = browser.get("/inloggen?taal=en", base_url=OUTSIDE)
    given = page.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in given} == {"__Host-kring", "taal"}
    for cookie in given:
        said = {part.strip().split("=")[0].lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite", "path"} <= said, cookie
        assert "domain" not in said
        assert "SameSite=Lax" in cookie


ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example",
    "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)",
    "https:evil.example", "http:///evil.example", "evil.example", "/%2f/../..//evil.example\\",
    "https://127.0.0.1:8000@evil.example/", "/ /evil.example", "//[evil.example",
    "data:text/html,x", "/mijn\r\nSet-Cookie: a=b", "/mijn\0", "/" + "a" * 600,
    "/inloggen?next=/inloggen", "/uitloggen",
)  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_next_to_elsewhere_goes_home(wanted):
    """RELIABILITY 19, in every spelling; by the doors: tests/accounts/test_sign_in.py."""
    assert own_path(wanted) == ""
