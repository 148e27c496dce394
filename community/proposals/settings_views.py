"""The settings: within how many days the library answers a proposal."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.proposals import queries, terms
from community.proposals.desk_forms import TermForm
from community.web import slots
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("proposal_term", __name__, "/beheer/instellingen/voorstellen")


@bp.route("", methods=["GET", "POST"])
@managers_only
@private
def settings() -> ResponseReturnValue:
    library_id, form = this_library().id, TermForm()
    if request.method == "GET":
        form.days.data = queries.days_of(session(), library_id)
    elif form.validate():
        with transaction() as tx:
            terms.set_days(tx, library_id, form.days.data)
        return done(gettext("Saved."), url_for("settings.index"))
    return render("proposals/settings.html", status=422 if form.errors else 200, form=form)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", _link, order=57)


def _link() -> str:
    days = queries.days_of(session(), this_library().id)
    return render_template("proposals/_settings_link.html", days=days)
