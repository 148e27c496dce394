"""RELIABILITY 19: a forged Host, and what a proxy says on somebody's behalf."""

from __future__ import annotations

import pytest
from flask import Flask, request
from sqlalchemy import event

from community.config import WrongSetting, configure
from community.db import db
from community.web.access import open_to_all
from community.web.headers import SAFETY
from tests.conftest import make_app
from tests.security.conftest import OUTSIDE

FORGED = (
    "evil.example", "kring.bieb.example.evil.example", "evil.kring.bieb.example",
    "kring.bieb.example@evil.example", "kring.bieb.example:evil", "127.0.0.1.evil.example",
    "10.0.0.1", "kring.bieb.example\\@evil.example", "[::2]", "xn--kring-bieb.example", ".", "..",
    "evil.example:443", "kring.bieb.example evil.example", "kring.bieb.example,evil.example",
)  # fmt: skip


@pytest.mark.parametrize("host", FORGED)
def test_under_another_name_there_is_nothing(outside, lines, host):
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    answer = outside.test_client().get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert host.strip(".") == "" or host not in answer.text
    assert asked == []
    assert SAFETY.keys() <= set(answer.headers.keys())
    (line,) = lines.facts("a name that is not ours")
    assert line["reference"] == answer.headers["X-Request-Id"]
    assert "evil" not in "".join(lines.lines)


@pytest.mark.parametrize(
    "host",
    [
        "kring.bieb.example", "KRING.bieb.example", "kring.bieb.example:443",
        "monitor.bieb.example", "localhost", "127.0.0.1:8000", "[::1]:8000",
    ],
)  # fmt: skip
def test_its_own_names_and_this_machine_are_known(outside, host):
    assert outside.test_client().get("/robots.txt", headers={"Host": host}).status_code == 200


def test_a_kept_page_is_no_way_around_it(outside):
    browser = outside.test_client()
    for host, status in (("kring.bieb.example", 200), ("evil.example", 400)) * 2:
        assert browser.get("/over", headers={"Host": host}).status_code == status


def test_while_developing_any_number_of_the_machine_will_do(sqlite_url, tmp_path):
    app = make_app(sqlite_url, tmp_path, DEVELOPMENT=True)
    for host, status in (("192.168.1.7:8000", 200), ("[fd00::7]", 200), ("evil.example", 400)):
        assert app.test_client().get("/robots.txt", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("hosts", ["https://a.example", "a.example/", "a b.example", "*", "a_b"])
def test_a_name_that_is_none_stops_the_start(tmp_path, hosts):
    with pytest.raises(WrongSetting, match=r"^COMMUNITY_HOSTS"):
        configure(Flask("t"), {"INSTANCE": str(tmp_path), "HOSTS": hosts})


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=203.0.113.8;host=evil.example",
    "X-Real-Ip": "203.0.113.8",
}


@pytest.mark.parametrize(
    ("proxies", "address", "scheme"),
    [(0, "127.0.0.1", "http"), (1, "198.51.100.7", "https"), (2, "203.0.113.9", "http")],
)
def test_who_asks_is_what_as_many_proxies_say_as_we_trust(
    sqlite_url, tmp_path, proxies, address, scheme
):
    """What the asker wrote in front of that is worth nothing; a host it never may say."""
    app = make_app(sqlite_url, tmp_path, TRUSTED_PROXIES=proxies)
    seen: dict[str, object] = {}

    @app.get("/t-who")
    @open_to_all
    def who() -> str:
        seen.update(address=request.remote_addr, scheme=request.scheme, host=request.host)
        seen.update(root=request.root_url)
        return ""

    app.test_client().get("/t-who", headers=FORWARDED)
    assert (seen["address"], seen["scheme"]) == (address, scheme)
    assert "evil" not in f"{seen['host']} {seen['root']}"


def test_a_forged_host_stands_in_no_page_and_no_feed(outside):
    """Also where the forger says it through the proxy."""
    browser = outside.test_client()
    for path in ("/", "/over", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"):
        answer = browser.get(path, headers={"X-Forwarded-Host": "evil.example"})
        assert answer.status_code == 200
        assert "evil.example" not in answer.text + str(answer.headers)
    assert OUTSIDE in browser.get("/robots.txt").text
