"""security.txt, and what browsers report of a broken policy."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from community.clock import now
from community.config import WrongSetting, configure
from community.home import safety_views
from community.web.headers import REPORTS, SAFETY


def test_who_finds_a_hole_knows_whom_to_tell(outside):
    answer = outside.test_client().get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert said["Contact"] == "mailto:veilig@bieb.example"
    assert said["Canonical"] == "https://kring.bieb.example/.well-known/security.txt"
    assert said["Preferred-Languages"] == "nl, en"
    until = datetime.strptime(said["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=170) < until - now() < timedelta(days=365)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        (None, "mailto:post@kring.bieb.example"),
        ("veilig@bieb.example", "mailto:veilig@bieb.example"),
        ("mailto:veilig@bieb.example", "mailto:veilig@bieb.example"),
        ("https://bieb.example/veilig", "https://bieb.example/veilig"),
    ],
)
def test_whom_to_tell_is_a_setting(tmp_path, setting, says):
    app = Flask("t")
    given = {"BASE_URL": "https://kring.bieb.example", "SECURITY_CONTACT": setting}
    configure(app, {"INSTANCE": str(tmp_path), **given})
    assert app.config["SECURITY_CONTACT"] == says


@pytest.mark.parametrize(
    "setting", ["nobody", "http://bieb.example", "a@b\nExpires: 1", "https://a b"]
)
def test_a_contact_that_is_none_stops_the_start(tmp_path, setting):
    with pytest.raises(WrongSetting, match=r"^COMMUNITY_SECURITY_CONTACT"):
        configure(Flask("t"), {"INSTANCE": str(tmp_path), "SECURITY_CONTACT": setting})


# ─── reports of a broken policy ───

TOKEN = "12-ABCDEFGHIJKLMNOPQRSTUV"
PAGE = f"https://kring.bieb.example/vechtdal/aanmelding/{TOKEN}?q=noor@example.org"
OLD = {
    "csp-report": {
        "document-uri": PAGE,
        "referrer": f"https://elders.example/{TOKEN}",
        "violated-directive": "script-src",
        "effective-directive": "script-src-elem",
        "blocked-uri": f"https://evil.example/x.js?{TOKEN}",
        "script-sample": "noor@example.org",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "url": PAGE,
        "user_agent": "noor@example.org",
        "body": {
            "documentURL": PAGE,
            "effectiveDirective": "script-src-elem",
            "blockedURL": f"https://evil.example/x.js?{TOKEN}",
            "sample": "noor@example.org",
        },
    }
]


@pytest.fixture
def reporting(outside, lines):
    """Tell it something, as a browser does: without cookie and without token."""
    outside.extensions["policy_reports"] = safety_views.Ration(safety_views.MOST_AN_HOUR)

    def tell(said: object, kind: str = "application/csp-report"):
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return outside.test_client().post(REPORTS, data=body, content_type=kind)

    return tell


@pytest.mark.parametrize("said", [OLD, NEW])
def test_a_report_is_one_line_about_the_page_and_nobody_else(reporting, lines, said):
    assert reporting(said).status_code == 204
    (line,) = lines.facts("policy broken")
    assert line["directive"] == "script-src-elem"
    assert line["blocked"] == "evil.example"
    assert line["route"] == "/<library:library>/aanmelding/<token>"
    everything = "".join(lines.lines)
    for secret in (TOKEN, "noor", "elders.example"):
        assert secret not in everything


@pytest.mark.parametrize(
    "said",
    [
        b"", b"{", b"[]", b"null", b"12", b"\xff\xfe", b'"x"', b'{"csp-report": 1}', b"[[[[[[[[",
        b'{"csp-report": {"blocked-uri": 1, "document-uri": [], "effective-directive": {}}}',
        b'[{"body": {"documentURL": "http://[", "blockedURL": "http://["}}]', b"[" * 15_000,
        b'{"csp-report": {"effective-directive": "a\\n{\\"l\\"", "blocked-uri": "x\\r\\n"}}',
    ],
)  # fmt: skip
def test_whatever_is_reported_nothing_breaks(reporting, lines, said):
    assert reporting(said).status_code == 204
    assert all("\n" not in line and json.loads(line) for line in lines.lines)


def test_a_report_is_bounded(reporting, lines):
    assert reporting(b" " * (safety_views.LARGEST_REPORT + 1)).status_code == 413
    assert reporting(NEW * 20).status_code == 204
    assert len(lines.facts("policy broken")) == safety_views.MOST_IN_ONE


def test_a_flood_of_reports_fills_no_log(reporting, lines):
    answers = [reporting(NEW * 10) for _ in range(safety_views.MOST_AN_HOUR // 10 + 5)]
    assert [answer.status_code for answer in answers[-5:]] == [429] * 5
    assert answers[-1].headers["Retry-After"] == "3600"
    assert len(lines.facts("policy broken")) == safety_views.MOST_AN_HOUR


def test_every_page_says_where_to_report():
    assert SAFETY["Content-Security-Policy"].endswith(f"; report-uri {REPORTS}")
