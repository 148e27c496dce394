"""From an error to a calm page: what happened, in words, and what to do next."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from community.db import AWAY, db, name_of
from community.errors import DomainError
from community.web.headers import keep_out_of_caches
from community.web.htmx import retarget, wants_fragment
from community.web.i18n import sentence
from community.web.request_log import reference
from community.words import N_

log = logging.getLogger("community.failures")

#: Refusals of what somebody sent, who can open the page of it again and do it another way.
SENT_IN_VAIN = {405, 409, 413, 422, 429, 500}
#: Seconds after which a browser or feed reader may ask again while the database is away.
RETRY_AFTER = 30

#: Per status a heading and a sentence.
WORDS: dict[int, tuple[str, str]] = {
    403: (
        N_("This door is closed to you"),
        N_("You may not see this page. Is that wrong? Ask the library."),
    ),
    404: (N_("We cannot find this page"), N_("It may have moved, or the address has a typo.")),
    405: (N_("That does not work here"), N_("Go back and try it with the button on the page.")),
    409: (
        N_("That is not possible now"),
        N_("Something changed in the meantime. Go back and look again."),
    ),
    410: (N_("This is no longer here"), N_("It was removed. There is more to discover.")),
    413: (N_("That is too large"), N_("Choose a smaller file and try again.")),
    422: (N_("Something is not right yet"), N_("Go back and try again.")),
    429: (N_("Just a moment"), N_("Too many attempts. Try again in a few minutes.")),
    500: (N_("Something went wrong on our side"), N_("It is not your fault. We have logged it.")),
    503: (N_("We will be right back"), N_("The site is unavailable for a moment. Try again soon.")),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, for who says it in another form than a page."""

    status: int
    heading: str
    text: str | None
    reference: str


def answer_under(app: Flask, start: str, answer: Callable[[Failure], Response]) -> None:
    """Let what goes wrong at addresses that begin so be said by `answer`, not by a page."""
    app.extensions.setdefault("failures", {})[start] = answer


def failure(status: int, text: str | None = None, again: str = "") -> Response:
    """The error page, or its fragment for htmx, in the language of the request.

    `again` is the page to go back to, where there is one.
    """
    known = status if status in WORDS else (422 if status < 500 else 500)
    heading, standard = WORDS[known]
    for start, answer in current_app.extensions.get("failures", {}).items():
        if request.path.startswith(start):
            said = answer(Failure(status, gettext(heading), text, reference()))
            return keep_out_of_caches(said)
    if request.method == "POST" and status in SENT_IN_VAIN:
        again = again or page_of_the_form()
    template = "errors/_error.html" if wants_fragment() else "errors/error.html"
    html = render_template(
        template,
        status=status,
        heading=gettext(heading),
        text=text or gettext(standard),
        reference=reference(),
        again=again,
    )
    response = keep_out_of_caches(make_response(html, status))
    if wants_fragment():
        retarget(response, "#messages")
    return response


def refuse(error: DomainError) -> ResponseReturnValue:
    return failure(error.status, sentence(error))


def form_expired(_error: CSRFError) -> ResponseReturnValue:
    words = gettext("This page was open for too long. Reload it and try again.")
    return failure(422, words, again=page_of_the_form())


def page_of_the_form() -> str:
    """Where the form stood that was just sent, as far as that can be told; never another site."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc == request.host:
        return came_from._replace(scheme="", netloc="", fragment="").geturl()
    rule = request.url_rule
    return request.path if rule is not None and "GET" in (rule.methods or ()) else ""


def from_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error  # A redirect is no failure.
    response = failure(422 if error.code == 400 else error.code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def no_database(error: Exception) -> ResponseReturnValue:
    log.warning("no database", extra={"facts": {"reference": reference(), "why": name_of(error)}})
    db.session.remove()
    response = failure(503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def bug(error: Exception) -> ResponseReturnValue:
    log.error("bug", exc_info=error, extra={"facts": {"reference": reference()}})
    db.session.remove()
    return failure(500)


def register(app: Flask) -> None:
    app.register_error_handler(DomainError, refuse)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, from_http)
    for away in AWAY:
        app.register_error_handler(away, no_database)
    app.register_error_handler(Exception, bug)
