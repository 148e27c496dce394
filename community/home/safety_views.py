"""For who looks after safety: whom to tell about a hole, and what browsers tell by themselves."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.routing import RequestRedirect

from community.clock import now
from community.libraries.tenancy import base_url
from community.web.access import open_to_all
from community.web.headers import REPORTS

bp = Blueprint("safety", __name__)
log = logging.getLogger("community.policy")

#: So long what security.txt says is surely true; it says less than a year, as RFC 9116 advises.
TRUE_FOR = timedelta(days=180)
LARGEST_REPORT = 16 * 1024
#: Browsers send reports in bundles.
MOST_IN_ONE = 10
#: Lines an hour and process. Who floods us with reports fills no disk, and keeps no database busy.
MOST_AN_HOUR = 100
_HOUR = 3600.0

_DIRECTIVE = re.compile(r"[a-z]+(-[a-z]+){1,4}")
_HOST = re.compile(r"[a-z0-9.-]{1,100}")


class Ration:
    """At most so many within an hour, counted in this process."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._since = monotonic()
        self._taken = 0

    def take(self) -> bool:
        with self._lock:
            if monotonic() - self._since > _HOUR:
                self._since, self._taken = monotonic(), 0
            self._taken += 1
            return self._taken <= self.most


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(report)  # A browser sends it by itself; it changes nothing.
    app.extensions["policy_reports"] = Ration(MOST_AN_HOUR)


@bp.get("/.well-known/security.txt")
@open_to_all
def security_txt() -> Response:
    """Whom to tell about a hole (RFC 9116)."""
    until = (now() + TRUE_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {current_app.config['SECURITY_CONTACT']}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {base_url()}/.well-known/security.txt",
    )
    response = Response("".join(f"{line}\n" for line in lines), mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@bp.post(REPORTS)
@open_to_all
def report() -> Response:
    """One line in the log for each thing a page did that its policy forbids.

    Of the page only its route, of what was asked only the site: an address may hold a token, and a
    report holds whatever somebody likes to write in it.
    """
    request.max_content_length = LARGEST_REPORT
    told = list(_told(request.get_data(cache=False)))
    ration: Ration = current_app.extensions["policy_reports"]
    for facts in told:
        if not ration.take():
            raise TooManyRequests(retry_after=int(_HOUR))
        log.warning("policy broken", extra={"facts": facts})
    return Response(status=204)


def _told(body: bytes) -> Iterator[dict[str, str | None]]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return
    for each in (read if isinstance(read, list) else [read])[:MOST_IN_ONE]:
        said = each.get("csp-report", each.get("body")) if isinstance(each, dict) else None
        if isinstance(said, dict):
            yield {
                "directive": _directive(_text(said, "effective-directive", "effectiveDirective")),
                "blocked": _blocked(_text(said, "blocked-uri", "blockedURL")),
                "route": _route(_text(said, "document-uri", "documentURL")),
            }


def _text(said: dict[str, Any], *names: str) -> str:
    """One of the two ways in which browsers call it."""
    found = next((said[name] for name in names if name in said), "")
    return found[:2000] if isinstance(found, str) else ""


def _directive(text: str) -> str | None:
    word = text.partition(" ")[0]
    return word if len(word) <= 40 and _DIRECTIVE.fullmatch(word) else None


def _blocked(text: str) -> str | None:
    if text in {"inline", "eval", "data", "blob", "self", "wasm-eval", "trusted-types-sink"}:
        return text
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return None
    return host if _HOST.fullmatch(host) else None


def _route(text: str) -> str | None:
    """Which of our pages it was, never with what was filled in."""
    try:
        path = urlsplit(text).path or "/"
        rule, _values = current_app.url_map.bind("").match(path, return_rule=True)
    except (HTTPException, RequestRedirect, ValueError):
        return None
    return rule.rule
