"""Feeds over HTTP: strong ETags, 304 before any event is read, and never an empty 200 in trouble.

A calendar program takes what it gets for the truth: an empty answer empties people's calendars, so
trouble is a 503 with a time to come back.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec

from flask import Response, request
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from community.db import AWAY
from community.errors import DomainError
from community.web.failures import RETRY_AFTER
from community.web.request_log import reference

log = logging.getLogger("community.calendars")

P = ParamSpec("P")

PUBLIC = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
PRIVATE = "private, no-cache"

CALENDAR = "text/calendar; charset=utf-8"

#: Feeds shrink eight times at this level already; a higher one costs more time than it saves.
LEVEL = 1


def feed_answer(
    build: Callable[[], bytes],
    *,
    facts: tuple[object, ...],
    cache_control: str,
    changed_at: datetime | None = None,
    is_kept: bool = False,
    content_type: str = CALENDAR,
) -> Response:
    """The answer to this request. `facts` are all that its bytes depend on, but the encoding.

    `build` is called only when the asker has not got these bytes already. `is_kept`: the page
    cache keeps the plain bytes, and packs them itself.
    """
    plain = hashlib.sha256(repr(facts).encode()).hexdigest()[:24]
    packed = f"{plain}-gz" if request.accept_encodings["gzip"] else ""
    response = Response(content_type=content_type)
    response.headers["Cache-Control"] = cache_control
    response.last_modified = changed_at
    response.set_etag(packed or plain)
    response.make_conditional(request)
    if not is_kept:
        response.vary.add("Accept-Encoding")
    if response.status_code == 304:
        return response
    body = build()
    if packed and not is_kept:
        response.headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, LEVEL, mtime=0)
    else:
        response.set_etag(plain)
    response.set_data(body)
    return response


def for_one_person(response: Response) -> Response:
    """An address with a token in it goes into no index and no other site's log."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def never_empty(view: Callable[P, Response]) -> Callable[P, Response]:
    """Answer 503 when something breaks, with a time to come back."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
        try:
            return view(*args, **kwargs)
        except (DomainError, HTTPException, *AWAY):
            raise
        except Exception:
            log.exception("feed failed", extra={"facts": {"reference": reference()}})
            raise ServiceUnavailable(retry_after=RETRY_AFTER) from None

    return guarded
