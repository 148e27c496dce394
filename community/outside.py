"""Asking and telling a site outside this house, at an address that somebody typed.

Whoever may type an address here must not reach what only this machine reaches. So the name is
looked up once, every address it has must be a public one, and the connection goes to the very
address that was looked at; what a redirect names is looked at again. No answer takes more time or
more memory than was agreed, also not when a small body unpacks into a large one.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPException
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Event, Thread, Timer
from time import monotonic
from typing import Any
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.exceptions import TimeoutError as HTTPTimeout
from urllib3.response import HTTPResponse
from urllib3.util import Url, parse_url

from community.words import N_

SECONDS = 5.0
AT_MOST = 10 * 1024 * 1024
MOST_REDIRECTS = 3
#: A name may have more addresses; after these it is not reachable.
MOST_TRIES = 3
LONGEST_URL = 2000
PORTS = {"http": 80, "https": 443}

_CHUNK = 64 * 1024
_USUAL = {"User-Agent": "Kenniskring", "Accept": "*/*", "Accept-Encoding": "gzip"}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304

#: Of IPv6 only what is given out to the world; in it, what leads back into IPv4 or is for examples.
_IPV6_WORLD = IPv6Network("2000::/3")
_NOT_THE_WORLD = (
    IPv6Network("2001::/23"),  # Teredo, ORCHID and other protocols' own
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),  # 6to4: an IPv4 address, a private one too
    IPv6Network("3fff::/20"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("168.63.129.16/32"),  # what a cloud tells its own machines
)


class Reach(Enum):
    """How far a request may go. Only tests and development may ask their own machine."""

    PUBLIC = "public"
    THIS_MACHINE_TOO = "this machine too"


def reach_of(settings: Mapping[str, Any]) -> Reach:
    """How far the settings let a request go."""
    return Reach.THIS_MACHINE_TOO if settings["OUTSIDE_LOOPBACK"] else Reach.PUBLIC


class OutsideError(Exception):
    """The outside was not asked, or did not answer well: an English msgid and its values."""

    message = N_("That site could not be reached.")

    def __init__(self, **values: object) -> None:
        super().__init__(self.message % values if values else self.message)
        self.values = values


class NoAddress(OutsideError):
    message = N_("This is not a web address. It begins with https:// and has no spaces in it.")


class HasPassword(OutsideError):
    message = N_("Leave the name and password out of the address; they would be seen by others.")


class PortRefused(OutsideError):
    message = N_("Addresses with a port number of their own are not read.")


class NoSuchSite(OutsideError):
    message = N_("There is no site with this name. Look for a typing error.")


class NotPublic(OutsideError):
    message = N_("This address is not on the public internet, so it is not read.")


class NoConnection(OutsideError):
    message = N_("That site could not be reached. Try again later.")


class NotSafe(OutsideError):
    message = N_("The connection to that site is not safe: its certificate is not valid.")


class TookTooLong(OutsideError):
    message = N_("That site took too long to answer. Try again later.")


class TooBig(OutsideError):
    message = N_("What that site sends is too big to read here.")


class TooManyRedirects(OutsideError):
    message = N_("That site keeps redirecting to another address.")


class BadAnswer(OutsideError):
    message = N_("That site answered with something that cannot be read.")


class AnsweredWith(OutsideError):
    message = N_("That site answered with error %(status)s.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered; the names of its headers are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_unchanged(self) -> bool:
        """It is still as at the `etag` or `modified` that was asked with."""
        return self.status == _NOT_MODIFIED


def get(
    url: str,
    *,
    reach: Reach = Reach.PUBLIC,
    etag: str | None = None,
    modified: str | None = None,
    at_most: int = AT_MOST,
    seconds: float = SECONDS,
) -> Answer:
    """Fetch what is at `url`: a good answer, or one that is unchanged, else an OutsideError.

    `etag` and `modified`: what an earlier answer's headers said (`etag`, `last-modified`).
    """
    asked_with = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in asked_with.items() if value}
    until = monotonic() + seconds
    for _turn in range(MOST_REDIRECTS + 1):
        answer = _ask("GET", url, None, headers, _Limits(reach, until, at_most))
        if answer.status not in _REDIRECTS:
            break
        url = urljoin(answer.url, answer.headers.get("location", ""))
    else:
        raise TooManyRedirects
    if not (answer.is_good or answer.is_unchanged):
        raise AnsweredWith(status=answer.status)
    return answer


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    reach: Reach = Reach.PUBLIC,
    seconds: float = SECONDS,
    keep: int = 4096,
) -> Answer:
    """Bring `body` to `url` and give the answer, whatever its status; a redirect is not followed.

    Of the answer's own body at most `keep` bytes are read.
    """
    limits = _Limits(reach, monotonic() + seconds, keep, cut=True)
    return _ask("POST", url, body, headers, limits)


def check(url: str, *, reach: Reach = Reach.PUBLIC) -> None:
    """OutsideError when `url` could never be asked, as far as that shows without asking anybody."""
    _parsed(url, reach)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the internet as everybody sees it."""
    if any(address in network for network in _NOT_THE_WORLD if network.version == address.version):
        return False
    if isinstance(address, IPv6Address):
        return address in _IPV6_WORLD
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(frozen=True, slots=True)
class _Limits:
    reach: Reach
    until: float
    at_most: int
    cut: bool = False  #: A longer body is cut off instead of refused.

    @property
    def left(self) -> float:
        """Seconds that are left; at none it took too long."""
        left = self.until - monotonic()
        if left <= 0:
            raise TookTooLong
        return left


def _ask(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], limits: _Limits
) -> Answer:
    """One request, to one of the addresses that the name has at this moment."""
    site = _parsed(url, limits.reach)
    request = {"Host": site.netloc or "", **_USUAL, **headers}
    for address in _addresses(site, limits)[:MOST_TRIES]:
        with _connection(site, address, limits) as connection:
            if not _connects(connection):
                continue
            connection.timeout = limits.left
            connection.request(method, site.request_uri, body, request, preload_content=False)
            answer = connection.getresponse()
            kept = _body(answer, limits)
            named = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(site.url, answer.status, named, kept)
    raise NoConnection


def _connects(connection: HTTPConnection) -> bool:
    try:
        connection.connect()
    except ssl.SSLError:
        raise
    except (HTTPError, OSError):
        return False
    return True


def _body(answer: HTTPResponse, limits: _Limits) -> bytes:
    """What it holds, unpacked; never more in memory than is kept and one piece."""
    if answer.headers.get("content-encoding", "identity").lower() not in ("identity", "gzip"):
        raise BadAnswer
    if not limits.cut and _said_length(answer) > limits.at_most:
        raise TooBig
    kept = bytearray()
    while piece := answer.read(min(_CHUNK, limits.at_most + 1 - len(kept))):
        kept += piece
        if len(kept) > limits.at_most:
            if limits.cut:
                return bytes(kept[: limits.at_most])
            raise TooBig
    return bytes(kept)


def _said_length(answer: HTTPResponse) -> int:
    said = answer.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() else 0


def _parsed(url: str, reach: Reach) -> Url:
    if len(url) > LONGEST_URL or not url.isprintable() or any(map(str.isspace, url)):
        raise NoAddress
    try:
        site = parse_url(url)
    except (LocationParseError, UnicodeError):
        raise NoAddress from None
    if site.scheme not in PORTS or not site.host:
        raise NoAddress
    if site.auth is not None:
        raise HasPassword
    if reach is Reach.PUBLIC and site.port not in (None, *PORTS.values()):
        raise PortRefused
    return site


def _port(site: Url) -> int:
    return site.port or PORTS[site.scheme or ""]


def _name(site: Url) -> str:
    return (site.host or "").strip("[]")


def _addresses(site: Url, limits: _Limits) -> list[str]:
    """What the name stands for; one address that is not public is enough to refuse them all."""
    found = [ip_address(text) for text in _looked_up(_name(site), _port(site), limits.left)]
    for address in found:
        at_home = address.is_loopback and limits.reach is Reach.THIS_MACHINE_TOO
        if not (at_home or is_public(address)):
            raise NotPublic
    return [str(address) for address in found]


def _looked_up(name: str, port: int, seconds: float) -> list[str]:
    """Ask the system, in a thread of its own: it has no limit of time for this."""
    found: list[str] = []
    wrong: list[Exception] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except (OSError, UnicodeError) as error:
            wrong.append(error)

    thread = Thread(target=look_up, name="look up", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TookTooLong
    if not found:
        raise NoSuchSite from (wrong[0] if wrong else None)
    return list(found)


@contextmanager
def _connection(site: Url, address: str, limits: _Limits) -> Iterator[_Plain | _Safe]:
    """A connection to that address, which ends when the time is over, whatever it is doing."""
    kind = _Safe if site.scheme == "https" else _Plain
    more: dict[str, Any] = {}
    if kind is _Safe:
        more = {"server_hostname": _name(site), "ssl_context": ssl.create_default_context()}
    left = limits.left
    # Half of what is left for getting through, so that another address has its turn.
    connection = kind(address, port=_port(site), timeout=left / 2, **more)
    watch = Timer(left, connection.cut_off)
    watch.daemon = True
    watch.start()
    try:
        yield connection
        if connection.was_cut_off.is_set():
            raise TookTooLong  # A body without a length would seem to end there.
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise _meaning(error, connection) from error
    finally:
        watch.cancel()
        connection.close()
        connection.let_go()


def _meaning(error: Exception, connection: _Plain | _Safe) -> OutsideError:
    if connection.was_cut_off.is_set() or isinstance(error, (TimeoutError, HTTPTimeout)):
        return TookTooLong()
    return NotSafe() if isinstance(error, ssl.SSLError) else BadAnswer()


class _CutOff:
    """Can be ended from another thread, also while it shakes hands or waits for a header.

    A time limit on a socket counts anew with every byte, so a site that sends a byte now and then
    would keep us for hours.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_cut_off = Event()
        self._handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        # TLS takes the socket over; a second handle keeps hold of the line itself.
        self._handle = socket.socket(fileno=os.dup(made.fileno()))
        return made

    def cut_off(self) -> None:
        self.was_cut_off.set()
        if self._handle is not None:
            with suppress(OSError):  # It had ended by itself.
                self._handle.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        if self._handle is not None:
            self._handle.close()


class _Plain(_CutOff, HTTPConnection):
    pass


class _Safe(_CutOff, HTTPSConnection):
    pass
