"""A manager helps back in who lost telephone and paper."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.accounts import queries as accounts
from community.accounts.access import me
from community.accounts.again import for_who_just_came_in
from community.clock import now
from community.credentials import services
from community.credentials.forms import ResetForm
from community.db import session, transaction
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("lost_factors", __name__, "/beheer/mensen")


@bp.route("/<int:person_id>/terug-naar-binnen", methods=["GET", "POST"])
@managers_only
@for_who_just_came_in
@private
def reset(person_id: int) -> ResponseReturnValue:
    """Of somebody else: one's own stand on one's own page."""
    library_id = this_library().id
    person = accounts.get_membership(session(), library_id, person_id).person
    if person_id == me().id:
        raise NotFound
    form = ResetForm()
    if form.validate_on_submit():
        with transaction() as tx:
            services.reset(
                tx, library_id, person_id, by_id=me().id, reason=form.reason.data, now=now()
            )
        said = gettext(
            "%(name)s gets an e-mail about it, and can sign in with a link.", name=person.first_name
        )
        return done(said, url_for("people.index"))
    return render(
        "credentials/reset.html", status=422 if form.errors else 200, form=form, person=person
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
