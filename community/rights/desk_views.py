"""Quotes that lost their name because its owner was erased: for a librarian to read once more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Select

from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.rights import queries, quotes
from community.web import waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.press import PressForm

bp = tenant_blueprint("nameless_quotes", __name__, "/beheer/citaten-zonder-naam")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    found = queries.list_nameless(session(), this_library().id)
    return render("rights/nameless_quotes.html", found=found, press=PressForm())


@bp.post("/<int:item_id>/gezien")
@librarians_only
def seen(item_id: int) -> ResponseReturnValue:
    """Read once more, and it may stand as it is. Twice is once."""
    library_id = this_library().id
    with transaction() as tx:
        quotes.seen(tx, library_id, item_id)
    return done(gettext("Good. It stays without a name."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    waiting.waits(app, _asked, _line)


def _asked(library_id: int, _now: datetime) -> tuple[Select[Any], ...]:
    return (queries.how_many_nameless(library_id),)


def _line(number: int) -> str:
    return render_template("rights/_todo.html", number=number)
