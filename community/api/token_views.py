"""The desk: which programs have a key. Managers make them and take them back, librarians see."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import manages_here, me
from community.accounts.again import for_who_just_came_in
from community.api import labels, programs, queries
from community.api.forms import TokenForm
from community.api.views import START
from community.db import session, transaction
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.web import slots
from community.web.access import librarians_only, managers_only
from community.web.headers import private
from community.web.htmx import done, form_status, render

bp = tenant_blueprint("connections", __name__, "/beheer/koppelingen")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """Which programs have a key, and what else is connected."""
    return render(
        "api/connections.html",
        tokens=queries.list_tokens(session(), this_library().id),
        scopes=labels.SCOPES,
        manages=manages_here(),
        now=clock.now(),
    )


@bp.route("/sleutels/nieuw", methods=["GET", "POST"])
@managers_only
@for_who_just_came_in
@private
def new() -> ResponseReturnValue:
    """A new key, which is shown once: on the page that answers this form."""
    form, library = TokenForm(), this_library()
    if not form.validate_on_submit():
        status = form_status()
        return render("api/new_token.html", status=status, form=form)
    with transaction() as tx:
        token, key = programs.make(
            tx, library.id, form.name.data, form.chosen(),
            lasts=form.lasts(), by_id=me().id, now=clock.now(),
        )  # fmt: skip
    where = f"{base_url()}{START}/{library.slug}"
    return render("api/made_token.html", token=token, key=key, where=where)


@bp.post("/sleutels/<int:token_id>/intrekken")
@managers_only
@for_who_just_came_in
def revoke(token_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        programs.revoke(tx, this_library().id, token_id, now=clock.now())
    return done(gettext("The key has been revoked. It no longer works."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", _link)


def _link() -> str:
    tokens, now = queries.list_tokens(session(), this_library().id), clock.now()
    return render_template(
        "api/_settings_link.html", tokens=[token for token in tokens if token.is_good(now)]
    )
