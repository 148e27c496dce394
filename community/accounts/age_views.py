"""At the desk: that somebody is under 16, and that they are not."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.accounts import ages, queries
from community.accounts.forms import YearOfBirthForm
from community.clock import now
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.press import PressForm

bp = tenant_blueprint("ages", __name__, "/beheer/leeftijd/<int:person_id>")


@bp.route("", methods=["GET", "POST"])
@librarians_only
@private
def edit(person_id: int) -> ResponseReturnValue:
    library_id, form = this_library().id, YearOfBirthForm()
    person = queries.get_membership(session(), library_id, person_id).person
    if form.validate_on_submit():
        name = person.first_name
        with transaction() as tx:
            ages.mark(tx, library_id, person_id, born=form.born.data, now=now())
        return done(
            gettext("Noted: %(name)s is under 16.", name=name),
            url_for(".edit", person_id=person_id),
        )
    return render(
        "accounts/age.html",
        status=422 if form.errors else 200,
        form=form,
        press=PressForm(),
        person=person,
        is_marked=ages.is_under_age(session(), person_id, now=now()),
    )


@bp.post("/toch-niet")
@librarians_only
def unmark(person_id: int) -> ResponseReturnValue:
    """Twice is once."""
    library_id = this_library().id
    queries.get_membership(session(), library_id, person_id)
    with transaction() as tx:
        ages.unmark(tx, library_id, person_id)
    return done(
        gettext("Good. Nothing has been noted about age."), url_for(".edit", person_id=person_id)
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "person.mail", "accounts/_age_of_person.html", order=60)
