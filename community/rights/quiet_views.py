"""Staying: behind the link of a mail, and noted by the librarian for who gets none."""

from __future__ import annotations

from flask import Blueprint, Flask, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import doors
from community.accounts.queries import find_only_library_of
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.rights import quiet, quiet_queries
from community.web import slots, waiting
from community.web.access import librarians_only, open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.keys import house_key
from community.web.press import PressForm

bp = Blueprint("staying", __name__, url_prefix="/blijven")
desk = tenant_blueprint("staying_desk", __name__, "/beheer/bellijst")

#: A token cannot be guessed; this keeps who tries from being a burden.
DOOR = doors.of_links("staying")


@bp.route("/<token>", methods=["GET", "POST"])
@open_to_all
@private
def stay(token: str) -> ResponseReturnValue:
    """One press; a mail program that looks at the link changes nothing."""
    doors.enter(DOOR)
    account = quiet_queries.get_by_token(session(), token, key=house_key())
    g.library = find_only_library_of(session(), account.person)
    form, person_id = PressForm(), account.person_id
    if form.validate_on_submit():
        with transaction() as tx:
            quiet.keep(tx, person_id, now=clock.now())
        return done(gettext("Good. You stay."), url_for(".stay", token=token))
    return render(
        "rights/stay.html", account=account, token=token, goes_at=quiet.goes_at(account), form=form
    )


@desk.post("/<int:person_id>/blijft")
@librarians_only
def stays(person_id: int) -> ResponseReturnValue:
    """They said so on the telephone, or at the counter."""
    name = quiet_queries.get_call(session(), this_library().id, person_id).person.first_name
    with transaction() as tx:
        quiet.keep(tx, person_id, now=clock.now())
    said = gettext("%(name)s stays.", name=name)
    return done(said, url_for("calls.index", _anchor="stil"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(desk)
    slots.fill(app, "desk.calls", _calls, order=90)
    waiting.waits(
        app,
        lambda library_id, _now: (quiet_queries.how_many_calls(library_id),),
        lambda number: render_template("rights/_calls_todo.html", number=number),
        order=90,
    )


def _calls() -> str | None:
    """Below the list of who must be called: who goes unless somebody hears from them."""
    calls = quiet_queries.list_calls(session(), this_library().id)
    if not calls:
        return None
    return render_template("rights/_calls.html", calls=calls, goes_at=quiet.goes_at)
