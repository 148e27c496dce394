"""One endpoint, two sizes of answer: a whole page, or the fragment that htmx swaps in."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from htmx_flask import request

from community.web.i18n import language


def wants_fragment() -> bool:
    """Whether htmx asked for a piece; boosted links and history restores want the page."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(
    page: str, *, fragment: str | None = None, status: int = 200, **context: object
) -> Response:
    """Render `page`, or its `fragment` when htmx asked for a piece."""
    template = fragment if fragment and wants_fragment() else page
    response = make_response(render_template(template, **context), status)
    if fragment:
        response.vary.add("HX-Request")
    return response


def form_status() -> int:
    """Of the page of a form: one that comes back after it was sent has something wrong."""
    return 200 if request.method == "GET" else 422


def done(message: str, to: str) -> ResponseReturnValue:
    """Say that it worked and go on: the answer to every form that went well."""
    flash(message, language())  # The page that says it may be in another language.
    return go(to)


def go(to: str) -> ResponseReturnValue:
    """Send the visitor to another page, also when htmx only asked for a piece of this one."""
    if wants_fragment():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = to
        return response
    return redirect(to, code=303)


def retarget(response: Response, selector: str) -> Response:
    """Let htmx put this answer somewhere else than the form expected."""
    response.headers["HX-Retarget"] = selector
    response.headers["HX-Reswap"] = "innerHTML"
    return response
