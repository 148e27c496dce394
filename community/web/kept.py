"""What the page cache is made of: answers ready to send, a shelf of them, and their versions."""

from __future__ import annotations

import gzip
import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

log = logging.getLogger("community.page_cache")

Headers = list[tuple[str, str]]

#: How long kept pages are trusted while the database does not answer.
CALM_SECONDS = 300.0
#: How long somebody waits for another's page to be made, before asking for it too.
PATIENCE_SECONDS = 5.0
#: How long an address that may not be kept is asked for without waiting on others.
HOPELESS_SECONDS = 60.0
MOST_HOPELESS = 4096
#: No single answer takes more than this part of the shelf.
LARGEST_SHARE = 8
#: What an entry costs beyond its bytes, roughly.
OVERHEAD = 4096

SMALLEST_TO_PACK = 512
_PACKABLE = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/xml",
    "application/rss",
    "image/svg",
)
_OF_304 = frozenset({"cache-control", "content-location", "expires", "last-modified", "vary"})


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of an answer."""

    etag: str
    last_modified: str | None
    headers: Headers
    not_modified: Headers
    body: bytes

    def is_known_to(self, environ: WSGIEnvironment) -> bool:
        """Whether the browser has these very bytes (RFC 9110, 13.1: If-None-Match goes first)."""
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None:
            return self.etag in asked or asked.strip() == "*"
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        return since is not None and since == self.last_modified


@dataclass(frozen=True, slots=True)
class Kept:
    label: str
    version: str
    until: float
    plain: Variant
    packed: Variant | None

    @property
    def size(self) -> int:
        return len(self.plain.body) + (len(self.packed.body) if self.packed else 0) + OVERHEAD


def keep(
    body: bytes,
    headers: Headers,
    *,
    label: str,
    version: str,
    until: float,
    omit: frozenset[str],
) -> Kept:
    """An answer, plain and packed. Its strong ETag is the view's own, or made of its bytes."""
    given = {name.lower(): value for name, value in headers}
    stays = [(name, value) for name, value in headers if name.lower() not in omit]
    etag = given.get("etag", "").removeprefix("W/").strip('"')
    etag = etag or hashlib.sha256(body).hexdigest()[:24]
    packable = given.get("content-type", "").startswith(_PACKABLE)
    packed = None
    if packable and len(body) >= SMALLEST_TO_PACK and "content-encoding" not in given:
        stays = _varied(stays)
        small = gzip.compress(body, 6, mtime=0)
        packed = _variant(f'"{etag}-gz"', [*stays, ("Content-Encoding", "gzip")], small)
    return Kept(label, version, until, _variant(f'"{etag}"', stays, body), packed)


def accepts_gzip(environ: WSGIEnvironment) -> bool:
    accepted: str = environ.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "").replace("q=0.", "q=")


class Shelf:
    """Answers by key, the least recently used falling off when there are too many bytes."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.bytes = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._hopeless: OrderedDict[Hashable, float] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def holds(self, key: Hashable) -> bool:
        """Whether something lies there, true or not."""
        return key in self._kept

    def put(self, key: Hashable, kept: Kept) -> None:
        with self._lock:
            self._drop(key)
            if kept.size > self.room // LARGEST_SHARE:
                return
            self._kept[key] = kept
            self.bytes += kept.size
            while self.bytes > self.room:
                self._drop(next(iter(self._kept)))

    def despair(self, key: Hashable) -> None:
        """Remember for a while that this one may not be kept."""
        with self._lock:
            self._hopeless[key] = time.monotonic() + HOPELESS_SECONDS
            while len(self._hopeless) > MOST_HOPELESS:
                self._hopeless.popitem(last=False)

    def is_hopeless(self, key: Hashable) -> bool:
        return self._hopeless.get(key, 0.0) > time.monotonic()

    def _drop(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self.bytes -= gone.size


class Versions:
    """What the kept answers are compared with; read again at most every so many seconds."""

    def __init__(self, read: Callable[[], Mapping[str, str]], *, every: float) -> None:
        self._read = read
        self._every = every
        self._known: Mapping[str, str] = {}
        self._asked_at = float("-inf")
        self._heard_at = float("-inf")
        self._lock = threading.Lock()

    def current(self) -> Mapping[str, str]:
        """Label → version; empty when the database has been silent for too long."""
        if self._every and time.monotonic() - self._asked_at < self._every:
            return self._known
        # One asks; the others go on with what was known a moment ago, if anything was.
        if self._lock.acquire(blocking=not (self._every and self._known)):
            try:
                self._ask()
            finally:
                self._lock.release()
        return self._known

    def recheck(self) -> None:
        """Ask again before the next answer."""
        self._asked_at = float("-inf")

    def _ask(self) -> None:
        asked_at = time.monotonic()
        if self._every and asked_at - self._asked_at < self._every:
            return  # Somebody asked while we waited for our turn.
        try:
            self._known = self._read()
            self._heard_at = asked_at
        except SQLAlchemyError as error:
            log.warning("versions not read", extra={"facts": {"why": type(error).__name__}})
            if asked_at - self._heard_at > CALM_SECONDS:
                self._known = {}
        self._asked_at = asked_at


class Flights:
    """One asks the house, the others with the same question wait for the answer."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, threading.Event] = {}
        self._lock = threading.Lock()

    @contextmanager
    def board(self, key: Hashable) -> Iterator[bool]:
        """Say whether to fly: we are the first, or the first takes too long; else it has landed."""
        with self._lock:
            landed = self._under_way.get(key)
            is_first = landed is None
            if landed is None:
                landed = self._under_way[key] = threading.Event()
        if not is_first:
            yield not landed.wait(PATIENCE_SECONDS)
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._under_way[key]
            landed.set()


def _varied(headers: Headers) -> Headers:
    """The same headers, of which caches know that the encoding was agreed upon."""
    varied = [value for name, value in headers if name.lower() == "vary"]
    others = [(name, value) for name, value in headers if name.lower() != "vary"]
    return [*others, ("Vary", ", ".join([*varied, "Accept-Encoding"]))]


def _variant(etag: str, headers: Headers, body: bytes) -> Variant:
    of_304 = [(name, value) for name, value in headers if name.lower() in _OF_304]
    last_modified = next((v for name, v in headers if name.lower() == "last-modified"), None)
    return Variant(
        etag=etag,
        last_modified=last_modified,
        headers=[*headers, ("ETag", etag), ("Content-Length", str(len(body)))],
        not_modified=[*of_304, ("ETag", etag)],
        body=body,
    )
