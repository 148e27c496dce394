"""For who makes something with it: a page in plain words, and the document for programs."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue

from community.api import asking, openapi, problems
from community.api.answers import answer, as_json
from community.api.refusals import NotUnderstood
from community.api.views import START
from community.db import session
from community.libraries import queries as libraries
from community.libraries.tenancy import base_url
from community.web import failures, slots
from community.web.access import open_to_all
from community.web.htmx import render
from community.web.page_cache import ASK_FIRST
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = Blueprint("makers", __name__, url_prefix=START)
bp.register_error_handler(NotUnderstood, problems.of_fields)


@bp.get("/openapi.json", provide_automatic_options=False)
@open_to_all
def document() -> Response:
    """Everything that can be asked, for programs."""
    asking.nothing(request.args)
    said = openapi.document(f"{base_url()}{START}")
    return answer(lambda: said, facts=(as_json(said),))


@bp.get("/")
@open_to_all
def index() -> ResponseReturnValue:
    """What there is, in plain words, with an example to copy."""
    found = libraries.list_all(session())
    response = render(
        "api/index.html",
        start=f"{base_url()}{START}",
        library=found[0] if found else None,
    )
    response.headers["Cache-Control"] = ASK_FIRST
    response.vary.add("Cookie")
    response.add_etag()
    return response


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    failures.answer_under(app, f"{START}/", problems.from_failure)
    item = MenuItem("makers.index", N_("For developers"), order=60, needs_library=False)
    slots.add_to_menu(app, Menu.ABOUT, item)
