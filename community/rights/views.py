"""What is known about me: read, taken along, and erased."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from flask import Blueprint, Flask, Response, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import queries as accounts
from community.accounts.access import me
from community.accounts.destinations import library_of
from community.db import session, transaction
from community.errors import DomainError
from community.rights import erasing, erasures, files, knowing, labels, looked
from community.rights.forms import EraseForm
from community.web import slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence

bp = Blueprint("rights", __name__, url_prefix="/mijn/gegevens")


@bp.before_request
def wear_the_colours() -> None:
    """As on the rest of one's own pages."""
    g.library = accounts.find_only_library_of(session(), me()) or library_of("")


@bp.get("")
@signed_in
@private
def index() -> ResponseReturnValue:
    found = knowing.everything(session(), me().id)
    return render("rights/index.html", own=files.own(me()), found=found, looks=_looks())


@bp.get("/bestand")
@signed_in
@private
def file() -> ResponseReturnValue:
    now = clock.now()
    made = files.write(me(), knowing.everything(session(), me().id), _looks(), now=now)
    name = f"gegevens-{clock.local_day(now).isoformat()}.zip"
    return Response(
        made,
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.route("/wissen", methods=["GET", "POST"])
@signed_in
@private
def erase() -> ResponseReturnValue:
    """Seen first; then, with a tick, for good. Every browser is signed out by it."""
    form, person_id = EraseForm(), me().id
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                erasing.erase(tx, person_id, now=clock.now())
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
        else:
            with suppress(OSError):  # A full disk: the clock tries again.
                erasures.complete()
            return done(gettext("You are erased. Thank you for having been here."), "/")
    return render(
        "rights/erase.html",
        status=422 if form.errors else 200,
        form=form,
        found=erasing.preview(session(), person_id),
    )


def _looks() -> Sequence[looked.Look]:
    return looked.list_of(session(), me().id)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        trace_column=labels.column, trace_value=labels.value, own_labels=labels.OWN
    )
    slots.fill(app, "mine.below", lambda: render_template("rights/_mine.html"), order=95)
