"""Answers in JSON: an ETag and a 304 before anything is read, open to scripts of other sites."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Response, request

from community import clock

PUBLIC = "public, max-age=60, stale-while-revalidate=300, stale-if-error=86400"
PRIVATE = "private, no-cache"
MEDIA = "application/json"

#: Last-Modified counts in seconds: a change in the same second would not be seen by it.
_SETTLED = timedelta(seconds=2)


def as_json(payload: object) -> str:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def answer(
    build: Callable[[], object],
    *,
    facts: tuple[object, ...],
    cache_control: str = PUBLIC,
    changed_at: datetime | None = None,
    revision: str = "",
) -> Response:
    """The answer to a question. `facts` are all that its bytes depend on.

    `build` is called only when the asker has not got these bytes already. `revision` stands in
    front of the ETag, for who wants to change what was read.
    """
    response = Response(content_type=MEDIA)
    response.headers["Cache-Control"] = cache_control
    if changed_at is not None and clock.now() - changed_at >= _SETTLED:
        response.last_modified = changed_at
    digest = hashlib.sha256(repr(facts).encode()).hexdigest()[:24]
    response.set_etag(f"{revision}.{digest}" if revision else digest)
    open_up(response)
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(as_json(build()))
    return response


def open_up(response: Response) -> Response:
    """Let scripts of any site read it: there is nothing in it that is not for everybody."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def for_one_program(response: Response) -> Response:
    """What was read with a token is not for scripts on other sites, and is kept nowhere else."""
    response.headers.pop("Access-Control-Allow-Origin", None)
    response.headers.pop("Access-Control-Expose-Headers", None)
    response.headers["X-Robots-Tag"] = "noindex"
    response.vary.add("Authorization")
    return response
