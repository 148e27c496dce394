"""My page: by which answers the library may count me when I come in."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import queries as accounts
from community.accounts.access import me
from community.accounts.models import Role
from community.arrivals import queries, standing
from community.arrivals.agreed import STANDING
from community.arrivals.arriving_forms import StandingForm
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("standing", __name__, "/telvragen")


@bp.route("", methods=["GET", "POST"])
@signed_in
@private
def mine() -> ResponseReturnValue:
    """Three questions, answered once; one button takes them back."""
    form, library_id, person_id = StandingForm(), this_library().id, me().id
    if request.method == "GET":
        form.show(standing.said_by(session(), library_id, person_id, now=clock.now()))
    elif "vergeten" in request.form:
        with transaction() as tx:
            standing.forget(tx, library_id, person_id, now=clock.now())
        return done(gettext("Good. We have forgotten them."), _back())
    elif form.validate():
        with transaction() as tx:
            standing.agree(tx, library_id, person_id, form.said(), now=clock.now())
        return done(gettext("Saved."), _back())
    return render(
        "arrivals/standing.html",
        status=422 if form.errors else 200,
        form=form,
        words=STANDING.words,
        agreed=queries.find_standing(session(), library_id, person_id),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.below", _mine, order=8)


def _mine() -> str | None:
    libraries = accounts.list_libraries_of(session(), me(), tuple(Role))
    if not libraries:
        return None
    agreed = queries.list_standing(session(), me().id)
    return render_template("arrivals/_standing.html", libraries=libraries, agreed=agreed)


def _back() -> str:
    return url_for("mine.index", _anchor="telvragen")
