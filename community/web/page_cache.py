"""Anonymous repeats, answered before Flask.

A view opts in with `cacheable`. What it answered is kept, packed and ready, until the version of
its library changes (looked up at most once a second per process), midnight, or a minute for pages
on which signing up may open or close. Who is signed in never meets this cache.

A hit writes no line in the request log; `hits` and the like are counted and logged once a minute.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Flask, Response, current_app, request

from community import clock
from community.web.htmx import wants_fragment
from community.web.i18n import COOKIE, language_of
from community.web.kept import Flights, Kept, Shelf, Versions, accepts_gzip, keep

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("community.page_cache")

#: The longest address worth keeping; nobody types more, and a robot's is not asked for twice.
LONGEST_ADDRESS = 400
#: Seconds that a kept answer may stand, by kind; others stand until midnight.
LIFETIME = {"pages": 60.0}
#: After waiting this often for what was overtaken by edits, somebody makes it for themselves.
MOST_LANDINGS = 3
#: What a browser does with a page: keep it, but ask first.
ASK_FIRST = "public, no-cache"

_MARK = "kenniskring.cacheable"
_PACKAGE = frozenset({"content-length", "content-encoding", "etag", "x-request-id"})


class Mark(NamedTuple):
    """What a view says of its answer."""

    kind: str
    label: str
    query: str
    language: str
    fragment: bool


class Key(NamedTuple):
    """What makes two anonymous requests the same."""

    path: str
    query: str
    language: str
    fragment: bool


def cacheable(
    response: Response, *, library_id: int, kind: str = "pages", query: str = ""
) -> Response:
    """Let this answer be kept until something of its kind changes in the library.

    `query` is the canonical form of what the view understood: another spelling of it, or a name it
    does not know, is answered but not kept. Without effect for who is signed in.
    """
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        return response
    response.headers.setdefault("Cache-Control", ASK_FIRST)
    if kind == "pages":
        response.vary.add("Cookie")
    # A language in the address is part of the query; here only the one in the cookie counts.
    spoken = language_of(None, request.cookies.get(COOKIE), current_app.config["SPOKEN"])
    request.environ[_MARK] = Mark(kind, f"{kind}:{library_id}", query, spoken, wants_fragment())
    return response


class PageCache:
    """The cache as WSGI middleware, around everything else."""

    def __init__(
        self,
        wsgi_app: WSGIApplication,
        versions: Versions,
        shelf: Shelf,
        *,
        session_cookie: str,
        languages: tuple[str, ...],
    ) -> None:
        self.wsgi_app = wsgi_app
        self.versions = versions
        self.shelf = shelf
        self.flights = Flights()
        self.session_cookie = session_cookie
        self.languages = languages
        #: From the start on; and how they stood when they were last reported.
        self.counts = dict.fromkeys(("hit", "not_modified", "built"), 0)
        self._reported = dict(self.counts)
        self._counted_since = time.monotonic()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self.key_of(environ)
        if key is None:
            answer = self.wsgi_app(environ, start_response)
            if environ["REQUEST_METHOD"] == "POST":
                self.versions.recheck()  # Who just changed something sees it on the next page.
            return answer
        if kept := self.find(key):
            return self.answer(kept, environ, start_response)
        if self.shelf.is_hopeless(key):
            return self.wsgi_app(environ, start_response)
        return self.in_turn(key, environ, start_response)

    def in_turn(
        self, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """One builds, the others wait for it; also when an edit overtakes what they waited for."""
        for _ in range(MOST_LANDINGS):
            with self.flights.board(key) as is_ours:
                if kept := self.find(key):  # Somebody landed, perhaps just before we looked.
                    return self.answer(kept, environ, start_response)
                if is_ours:
                    return self.build(key, environ, start_response)
            if not self.shelf.holds(key):
                break  # It may not be kept: nobody waits in line for that.
        return self.build(key, environ, start_response)

    def key_of(self, environ: WSGIEnvironment) -> Key | None:
        """None for whatever can never be kept."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        cookies = environ.get("HTTP_COOKIE", "")
        if (
            environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
            or len(path) + len(query) > LONGEST_ADDRESS
            or path.startswith("/static/")
            or "HTTP_AUTHORIZATION" in environ
            or self.session_cookie in cookies
        ):
            return None
        fragment = (
            environ.get("HTTP_HX_REQUEST") == "true"
            and "HTTP_HX_BOOSTED" not in environ
            and "HTTP_HX_HISTORY_RESTORE_REQUEST" not in environ
        )
        return Key(
            path, query, self.language_of(cookies) if cookies else self.languages[0], fragment
        )

    def language_of(self, cookies: str) -> str:
        for cookie in cookies.split(";"):
            name, _, value = cookie.strip().partition("=")
            if name == COOKIE:
                return value if value in self.languages else self.languages[0]
        return self.languages[0]

    def find(self, key: Key) -> Kept | None:
        """What is kept and still true."""
        kept = self.shelf.get(key)
        if kept is None or kept.until <= time.time():
            return None
        known = self.versions.current()
        return kept if known.get(kept.label) == kept.version else None

    def answer(
        self, kept: Kept, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        variant = kept.packed if kept.packed and accepts_gzip(environ) else kept.plain
        if variant.is_known_to(environ):
            self.counts["not_modified"] += 1
            start_response("304 NOT MODIFIED", list(variant.not_modified))
            return []
        self.counts["hit"] += 1
        start_response("200 OK", list(variant.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]

    def build(
        self, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Ask the house, and keep what it says may be kept."""
        # Read before the page is made: what changes meanwhile makes it stale, never the reverse.
        known, begun = self.versions.current(), clock.now()
        said: list[Any] = []

        def note(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said[:] = [status, headers, exc_info]

        chunks = self.wsgi_app(environ, note)
        status, headers, exc_info = said
        mark: Mark | None = environ.get(_MARK)
        version = known.get(mark.label) if mark else None
        if not (mark and version and _may_be_kept(key, mark, environ, status, headers)):
            if mark is None and status.startswith("200"):
                self.shelf.despair(key)
            start_response(status, headers, exc_info) if exc_info else start_response(
                status, headers
            )
            return chunks
        until = min(
            clock.end_of_day(clock.local_day(begun)).timestamp(),
            begun.timestamp() + LIFETIME.get(mark.kind, 86_400.0),
        )
        try:
            body = b"".join(chunks)
        finally:
            close: Callable[[], None] | None = getattr(chunks, "close", None)
            if close:
                close()
        kept = keep(body, headers, label=mark.label, version=version, until=until, omit=_PACKAGE)
        self.shelf.put(key, kept)
        self.counts["built"] += 1
        self.report()
        return self.answer(kept, environ, start_response)

    def report(self) -> None:
        """Once a minute, how much was answered from here."""
        at = time.monotonic()
        if at - self._counted_since < 60:
            return
        self._counted_since = at
        counts = {name: count - self._reported[name] for name, count in self.counts.items()}
        self._reported = dict(self.counts)
        log.info(
            "page cache",
            extra={"facts": {**counts, "pages": len(self.shelf), "bytes": self.shelf.bytes}},
        )


def install(app: Flask, read_versions: Callable[[], Mapping[str, str]]) -> None:
    """Put the cache in front of the house; `PAGE_CACHE_MB` 0 leaves it out."""
    room = int(app.config["PAGE_CACHE_MB"])
    if not room:
        return
    cache = PageCache(
        app.wsgi_app,
        Versions(read_versions, every=float(app.config["CACHE_RECHECK_SECONDS"])),
        Shelf(room * 1024 * 1024),
        session_cookie=app.config["SESSION_COOKIE_NAME"],
        languages=app.config["SPOKEN"],
    )
    app.extensions["page_cache"] = cache
    app.wsgi_app = cache  # type: ignore[method-assign]


def _may_be_kept(
    key: Key, mark: Mark, environ: WSGIEnvironment, status: str, headers: list[tuple[str, str]]
) -> bool:
    """Only what this very key asked for: the house read the same cookies and headers as we did."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and status.startswith("200")
        and (key.query, key.language, key.fragment) == (mark.query, mark.language, mark.fragment)
        and not any(name.lower() == "set-cookie" for name, _value in headers)
    )
