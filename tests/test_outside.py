"""Asking the outside: what is refused before anybody is asked, and how an answer is bounded."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from community import outside
from community.config import WrongSetting
from community.outside import Reach
from tests.conftest import make_app
from tests.sites import CERTIFICATE, a_site, with_body

HERE = Reach.THIS_MACHINE_TOO
PAUSE = Event()  # Never set: waiting for it is a pause.


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let every name stand for these addresses, the next time for the next; gives who was asked."""
    looked_up: list[str] = []
    turns = iter(answers)

    def look_up(name: str, port: int, **_kind: object) -> list[tuple[object, ...]]:
        looked_up.append(name)
        return [(0, 0, 0, "", (address, port)) for address in next(turns, answers[-1])]

    real = socket.getaddrinfo

    def or_really(name: str, port: int, *more: object, **kind: object) -> object:
        try:
            ip_address(name)
        except ValueError:
            return look_up(name, port)
        return real(name, port, *more, **kind)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", or_really)
    return looked_up


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("file:///etc/passwd", outside.NoAddress),
        ("ftp://site.example/x", outside.NoAddress),
        ("gopher://site.example/x", outside.NoAddress),
        ("//site.example/x", outside.NoAddress),
        ("site.example", outside.NoAddress),
        ("https://", outside.NoAddress),
        ("https://site.example/a b", outside.NoAddress),
        ("https://site.example/\r\nHost: other", outside.NoAddress),
        ("https://site.example/\x00", outside.NoAddress),
        ("https://[::1", outside.NoAddress),
        ("https://site.example:99999/", outside.NoAddress),
        ("https://site.example/" + "a" * 2000, outside.NoAddress),
        ("https://me:secret@site.example/", outside.HasPassword),
        ("https://me@site.example/", outside.HasPassword),
        ("https://site.example:22/", outside.PortRefused),
        ("http://site.example:6379/", outside.PortRefused),
    ],
)
def test_an_address_that_cannot_be_right_is_refused_before_anything_is_looked_up(
    monkeypatch: pytest.MonkeyPatch, url: str, error: type[outside.OutsideError]
):
    looked_up = named(monkeypatch, ["93.184.216.34"])
    with pytest.raises(error):
        outside.check(url)
    with pytest.raises(error):
        outside.get(url)
    assert looked_up == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", str(ip_address(0)), "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.192", "192.88.99.1", "198.18.0.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "168.63.129.16",
        "::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::a00:1",
        "64:ff9b:1::a00:1", "2002:a00:1::", "2001::1", "2001:db8::1", "3fff::1", "fc00::1",
        "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "5f00::1", "100::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused_also_behind_a_name(
    monkeypatch: pytest.MonkeyPatch, address: str
):
    assert not outside.is_public(ip_address(address))
    named(monkeypatch, [address], ["93.184.216.34", address])
    with pytest.raises(outside.NotPublic):
        outside.get("https://site.example/")
    with pytest.raises(outside.NotPublic):  # One of several is enough.
        outside.post("https://site.example/", b"", {})


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2a00:1450:400e::1", "2606:4700::1"]
)
def test_an_address_of_the_world_is_public(address: str):
    assert outside.is_public(ip_address(address))


@pytest.mark.parametrize("name", ["localhost", "127.1", "0x7f000001", "2130706433", "[::1]"])
def test_other_ways_to_write_this_machine_are_this_machine(name: str):
    with pytest.raises((outside.NotPublic, outside.NoSuchSite)):
        outside.get(f"http://{name}/")


def test_what_was_looked_at_is_what_is_asked(monkeypatch: pytest.MonkeyPatch):
    """A name that stands for something else the second time (rebinding) has no second time."""
    with a_site(with_body(b"hello")) as site:
        looked_up = named(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
        answer = outside.get(f"http://site.example:{site.port}/", reach=HERE)
    assert (answer.body, looked_up) == (b"hello", ["site.example"])
    assert f"Host: site.example:{site.port}" in site.asked[0]


def test_another_address_has_its_turn_when_the_first_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
):
    with a_site(with_body(b"hello")) as site:
        named(monkeypatch, ["127.0.0.2", "127.0.0.1"])
        assert outside.get(f"http://site.example:{site.port}/", reach=HERE).body == b"hello"
        named(monkeypatch, ["127.0.0.2"])
        with pytest.raises(outside.NoConnection):
            outside.get(f"http://site.example:{site.port}/", reach=HERE)


def test_a_request_carries_no_cookie_and_no_name_of_ours():
    with a_site(with_body(b"", "Set-Cookie: a=b")) as site:
        outside.get(site.url, reach=HERE)
        outside.get(site.url, reach=HERE)
    assert site.asked[0] == site.asked[1]
    assert {line.split(":")[0] for line in site.asked[1].strip().split("\r\n")[1:]} == {
        "Host", "User-Agent", "Accept", "Accept-Encoding",
    }  # fmt: skip


def test_what_has_not_changed_is_not_sent_again():
    def answers(asked: str, send: Callable[[bytes], None]) -> None:
        fresh = with_body(b"agenda", 'ETag: "7"', "Last-Modified: Tue, 03 Mar 2026 12:00:00 GMT")
        same = with_body(b"", status="304 Not Modified")
        (same if 'If-None-Match: "7"' in asked else fresh)(asked, send)

    with a_site(answers) as site:
        first = outside.get(site.url, reach=HERE)
        modified = first.headers["last-modified"]
        again = outside.get(site.url, reach=HERE, etag=first.headers["etag"], modified=modified)
    assert (first.body, first.is_unchanged) == (b"agenda", False)
    assert (again.body, again.is_unchanged) == (b"", True)
    assert f"If-Modified-Since: {modified}" in site.asked[1]


def test_a_redirect_is_followed_three_times():
    def answers(asked: str, send: Callable[[bytes], None]) -> None:
        turn = int(asked.split()[1].removeprefix("/"))
        on = with_body(b"", f"Location: /{turn - 1}", status="302 Found")
        (on if turn else with_body(b"there"))(asked, send)

    with a_site(answers) as site:
        at = f"http://127.0.0.1:{site.port}"
        answer = outside.get(f"{at}/3", reach=HERE)
        assert (answer.body, answer.url) == (b"there", f"{at}/0")
        with pytest.raises(outside.TooManyRedirects):
            outside.get(f"{at}/4", reach=HERE)


@pytest.mark.parametrize(
    ("to", "error"),
    [
        ("http://169.254.169.254/latest/meta-data/", outside.NotPublic),
        ("//10.0.0.1/", outside.NotPublic),
        ("file:///etc/passwd", outside.NoAddress),
        ("http://a:b@127.0.0.1/", outside.HasPassword),
    ],
)
def test_where_a_redirect_leads_is_looked_at_again(to: str, error: type[outside.OutsideError]):
    with (
        a_site(with_body(b"", f"Location: {to}", status="301 Moved")) as site,
        pytest.raises(error),
    ):
        outside.get(site.url, reach=HERE)


def test_a_body_that_says_it_is_too_long_is_not_read():
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"
    with a_site(lambda _asked, send: send(head)) as site, pytest.raises(outside.TooBig):
        outside.get(site.url, reach=HERE, at_most=1000)


@pytest.mark.parametrize("packed", [False, True])
def test_a_body_is_measured_while_it_is_read_and_unpacked(packed: bool):
    """A bomb of 10 kB that unpacks into 10 MB, and one that says nothing of its length."""
    body = gzip.compress(bytes(10_000_000)) if packed else bytes(200_000)
    headers = ["Content-Encoding: gzip"] if packed else []
    assert not packed or len(body) < 20_000
    answers = with_body(body, *headers, length=packed)
    with a_site(answers) as site, pytest.raises(outside.TooBig):
        outside.get(site.url, reach=HERE, at_most=100_000)


def test_a_packed_body_that_fits_is_unpacked():
    body = gzip.compress(b"agenda" * 1000)
    with a_site(with_body(body, "Content-Encoding: gzip")) as site:
        assert outside.get(site.url, reach=HERE, at_most=6000).body == b"agenda" * 1000


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive!",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    ],
)
def test_an_answer_that_is_none_is_a_bad_answer(answer: bytes):
    with a_site(lambda _asked, send: send(answer)) as site, pytest.raises(outside.BadAnswer):
        outside.get(site.url, reach=HERE)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_site_that_sends_a_byte_now_and_then_does_not_keep_us(head: bytes):
    ran_out: list[bool] = []

    def answers(_asked: str, send: Callable[[bytes], None]) -> None:
        send(head)
        stop = monotonic() + 3
        while monotonic() < stop:  # Ends by an error when the other side is gone.
            send(b"a")
            PAUSE.wait(0.02)
        ran_out.append(True)

    with a_site(answers) as site, pytest.raises(outside.TookTooLong):
        outside.get(site.url, reach=HERE, seconds=0.3)
    assert not ran_out


def test_a_site_that_says_nothing_took_too_long():
    with a_site(lambda _asked, _send: PAUSE.wait(1)) as site, pytest.raises(outside.TookTooLong):
        outside.get(site.url, reach=HERE, seconds=0.2)


def test_an_error_of_the_site_is_said_with_its_number():
    gone = with_body(b"gone", status="410 Gone")
    with a_site(gone) as site, pytest.raises(outside.AnsweredWith) as error:
        outside.get(site.url, reach=HERE)
    assert error.value.values == {"status": 410}


def test_what_is_brought_arrives_with_its_headers_and_any_status_is_an_answer():
    with a_site(with_body(b"x" * 9000, status="503 Busy")) as site:
        answer = outside.post(
            site.url, b'{"a":1}', {"Content-Type": "application/json"}, reach=HERE
        )
    assert (answer.status, answer.is_good, len(answer.body)) == (503, False, 4096)
    head, _, body = site.asked[0].partition("\r\n\r\n")
    assert head.startswith("POST /agenda.ics HTTP/1.1")
    assert "Content-Type: application/json" in head
    assert body == '{"a":1}'


def test_what_is_brought_is_not_carried_on_to_another_address():
    with a_site(with_body(b"", "Location: /other", status="307 Moved")) as site:
        assert outside.post(site.url, b"secret", {}, reach=HERE).status == 307
    assert len(site.asked) == 1


def test_a_certificate_is_held_against_the_name_that_was_asked(monkeypatch: pytest.MonkeyPatch):
    named(monkeypatch, ["127.0.0.1"])
    with a_site(with_body(b"safe"), certificate=CERTIFICATE) as site:
        with pytest.raises(outside.NotSafe):  # Nobody vouches for it.
            outside.get(f"https://site.example:{site.port}/", reach=HERE)
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert outside.get(f"https://site.example:{site.port}/", reach=HERE).body == b"safe"
        with pytest.raises(outside.NotSafe):
            outside.get(f"https://other.example:{site.port}/", reach=HERE)
        with pytest.raises(outside.NotSafe):
            outside.get(f"https://127.0.0.1:{site.port}/", reach=HERE)


def test_a_name_that_nobody_knows_is_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch):
    named(monkeypatch, [])
    with pytest.raises(outside.NoSuchSite):
        outside.get("https://nobody.example/")


def test_a_look_up_that_hangs_does_not_keep_us(monkeypatch: pytest.MonkeyPatch):
    def hang(*_about: object, **_more: object) -> None:
        PAUSE.wait(1)
        raise OSError  # Its thread lives on after the test, and ends as a look-up does.

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(outside.TookTooLong):
        outside.get("https://slow.example/", seconds=0.1)


def test_only_a_setting_lets_this_machine_in_and_never_in_production(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/x.db"
    assert outside.reach_of(make_app(url, tmp_path).config) is Reach.PUBLIC
    assert outside.reach_of(make_app(url, tmp_path, OUTSIDE_LOOPBACK=True).config) is HERE
    with pytest.raises(WrongSetting):
        make_app(url, tmp_path, OUTSIDE_LOOPBACK=True, PRODUCTION=True)
