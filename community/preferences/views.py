"""What I prefer: a page on which everything may stay empty, and all of it can be cleared."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.preferences import labels, queries, services
from community.preferences.forms import PreferenceForm
from community.preferences.models import Preference
from community.register import labels as words
from community.web import slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language
from community.web.press import PressForm

bp = tenant_blueprint("preferences", __name__, "/mijn/voorkeuren")


@bp.route("", methods=["GET", "POST"])
@signed_in
@private
def mine() -> ResponseReturnValue:
    library_id, person_id = this_library().id, me().id
    said = queries.find(session(), library_id, person_id)
    form = _form(said)
    if form.validate_on_submit():
        with transaction() as tx:
            services.keep(tx, library_id, person_id, form.said(), now=clock.now())
        return done(gettext("Saved."), url_for("mine.index", _anchor="voorkeuren"))
    return render(
        "preferences/mine.html",
        status=422 if form.errors else 200,
        form=form,
        press=PressForm(),
        said=said,
        words=words,
    )


@bp.post("/wissen")
@signed_in
def clear() -> ResponseReturnValue:
    library_id, person_id = this_library().id, me().id
    with transaction() as tx:
        services.clear(tx, library_id, person_id, now=clock.now())
    return done(gettext("Your preferences have been deleted."), url_for("preferences.mine"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.below", _mine, order=3)


def _mine() -> str | None:
    """On my page: what each library that knows me may take into account."""
    libraries = queries.list_my_libraries(session(), me())
    if not libraries:
        return None
    said = {each.library_id: each for each in queries.list_mine(session(), me().id)}
    rows = [(each, labels.in_words(said.get(each.id), language())) for each in libraries]
    return render_template("preferences/_mine.html", rows=rows)


def _form(said: Preference | None) -> PreferenceForm:
    form = PreferenceForm()
    branches = queries.list_branches(session(), this_library().id)
    form.offer(queries.list_themes(session()), branches, language())
    if request.method == "GET":
        form.show(said)
    return form
