"""What every answer says to the browser about safety, and what may be kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import Flask, Response, after_this_request
from flask.typing import ResponseReturnValue

P = ParamSpec("P")

_FRAMED_NOWHERE = "frame-ancestors 'none'"
#: Where a browser tells that a page broke this policy.
REPORTS = "/csp-rapport"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        _FRAMED_NOWHERE,
        # What a page did that it may not is told here (`home/safety_views.py`). Not by `report-to`:
        # beside it Chromium sends nothing at all over http, and a minute later over https.
        f"report-uri {REPORTS}",
    )
)

#: What a browser can do for a page, and no page of ours asks for; the camera is lent to one.
_NOT_FOR_PAGES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip

SAFETY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{each}=()" for each in _NOT_FOR_PAGES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def register(app: Flask) -> None:
    """Put the headers on every answer; a view that sets one itself keeps its own."""
    only_safely = _only_safely(app.config["BASE_URL"])

    @app.after_request
    def protect(response: Response) -> Response:
        said = {name.lower() for name, _value in response.headers}
        response.headers.extend(
            (name, value) for name, value in SAFETY.items() if name.lower() not in said
        )
        if _FRAMED_NOWHERE not in response.headers["Content-Security-Policy"]:
            # It can only say the same as that, or less.
            del response.headers["X-Frame-Options"]
        if only_safely:
            response.headers.setdefault("Strict-Transport-Security", only_safely)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


def _only_safely(base_url: str) -> str | None:
    """What makes a browser never ask us but over https; of names below ours, if those are ours.

    Below `kring.bieb.example` all is ours; below `bieb.example` may be sites of others.
    """
    if not base_url.startswith("https://"):
        return None
    below = (urlsplit(base_url).hostname or "").count(".") > 1
    return "max-age=31536000; includeSubDomains" if below else "max-age=31536000"


def framed(response: Response, sites: Sequence[str]) -> Response:
    """Let this answer stand in pages of these sites and our own; of every site when none is named.

    The one exception to being framed nowhere, for what has no cookie and nothing to fill in.
    """
    ancestors = " ".join(("'self'", *sites)) if sites else "*"
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        _FRAMED_NOWHERE, f"frame-ancestors {ancestors}"
    )
    return response


def with_own_frames(response: Response) -> Response:
    """Let this page frame other pages of ours, such as a preview."""
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


def keep_out_of_caches(response: Response) -> Response:
    """For pages of one person and addresses with a token: kept nowhere, indexed nowhere."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def private(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a view whose answers are for one person only."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        after_this_request(keep_out_of_caches)
        return view(*args, **kwargs)

    return guarded
