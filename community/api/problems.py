"""What goes wrong, as a program reads it: problem+json (RFC 9457), in the language asked."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Response, request
from flask_babel import gettext

from community.api.refusals import NotUnderstood
from community.gatherings.drafts import DraftRefused
from community.web.failures import Failure
from community.web.headers import keep_out_of_caches
from community.web.i18n import sentence
from community.web.request_log import reference
from community.words import N_

MEDIA = "application/problem+json"

#: What a person reads on a page is not always of use to a program.
_DETAILS = {
    404: N_("There is nothing at this address, or it is not public."),
    405: N_("This address does not accept this method."),
    413: N_("This is too large: a body may be at most 100 kB."),
    415: N_("Send JSON, with Content-Type: application/json."),
    500: N_("That is our mistake, and we have logged it."),
    503: N_("Try again soon; Retry-After says when."),
}
_BAD_REQUEST = N_("The request is not valid.")

#: A draft knows a place; a program knows it by its parts.
_NAMES = {"place": "branch_id"}


def from_failure(said: Failure) -> Response:
    """For all that goes wrong under the addresses of the API."""
    standard = gettext(_DETAILS.get(said.status, _BAD_REQUEST))
    # The pages have a sentence of their own for what was not found; it speaks of pages.
    text = None if said.status == 404 else said.text
    return _problem(said.status, said.heading, text or standard)


def of_fields(error: NotUnderstood | DraftRefused) -> Response:
    errors = [
        {"field": _NAMES.get(each.name, each.name), "message": sentence(each)}
        for each in error.problems
    ]
    answer = _problem(error.status, gettext("Something is not right yet"), sentence(error), errors)
    return keep_out_of_caches(answer)


def _problem(
    status: int, title: str, detail: str, errors: Sequence[dict[str, str]] = ()
) -> Response:
    said = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "reference": reference(),
    }
    body = json.dumps(said | ({"errors": errors} if errors else {}), ensure_ascii=False)
    response = Response(body, status, content_type=MEDIA)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if request.method in {"GET", "HEAD"}:
        response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
