"""The *bellijst*: whom to call, about what, and one click when it is done."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.db import session, transaction
from community.gatherings import calls
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("calls", __name__, "/beheer/bellijst")


@bp.get("")
@librarians_only
@reads(Reading.CALLS)
@private
def index() -> ResponseReturnValue:
    now = clock.now()
    return render(
        "gatherings/desk_calls.html",
        calls=calls.list_calls(session(), this_library().id, now=now),
        now=now,
    )


@bp.post("/<int:sign_up_id>/gebeld")
@librarians_only
def called(sign_up_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    with transaction() as tx:
        entry = calls.called(tx, library_id, sign_up_id, now=clock.now())
    said = gettext("%(name)s knows about it.", name=entry.person.full_name)
    return done(said, url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    waiting.waits(
        app,
        lambda library_id, now: (calls.how_many(library_id, now),),
        lambda number: render_template("gatherings/_desk_calls_todo.html", number=number),
    )
