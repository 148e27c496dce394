"""Another e-mail address: asked for on one's own page, and proven by a link in a mail to it."""

from __future__ import annotations

from flask import Blueprint, Flask, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.accounts import doors, new_address
from community.accounts.access import me
from community.accounts.again import for_who_just_came_in
from community.accounts.destinations import home_library
from community.accounts.forms import LinkForm
from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.keys import house_key
from community.web.press import PressForm

bp = Blueprint("new_address", __name__, url_prefix="/mijn/adres")


@bp.route("", methods=["GET", "POST"])
@signed_in
@for_who_just_came_in
@private
def ask() -> ResponseReturnValue:
    """The same address again is fine: who can open its mail shows that it works."""
    person = me()
    g.library = home_library(person)
    form = LinkForm(email=person.email)
    if form.validate_on_submit():
        person_id = person.id
        doors.enter(doors.SIGN_IN_LINK, f"new address of {person_id}")
        with transaction() as tx:
            new_address.ask(tx, tx.get_one(Person, person_id), form.email.data, now=now())
        said = gettext("Look for a link in the inbox of %(address)s.", address=form.email.data)
        return done(said, "/mijn")
    return render(
        "accounts/new_address.html", status=422 if form.errors else 200, form=form, person=person
    )


@bp.route("/<token>", methods=["GET", "POST"])
@open_to_all
@private
def prove(token: str) -> ResponseReturnValue:
    """A page with a button, because the scanners of mail servers follow links."""
    key, form = house_key(), PressForm()
    if form.validate_on_submit():
        doors.enter(doors.USE_OF_LINK)
        with transaction() as tx:
            new_address.prove(tx, token, key=key, now=now())
        return done(gettext("Good. Our e-mails go to this address from now on."), "/mijn")
    change = new_address.find_change(session(), token, key=key, now=now())
    if change is None:
        raise new_address.LinkIsSpent
    g.library = home_library(change.person)
    return render("accounts/prove_address.html", form=form, address=change.email)


@bp.route("/terug/<token>", methods=["GET", "POST"])
@open_to_all
@private
def put_back(token: str) -> ResponseReturnValue:
    """From a mail to the old address: it was not me."""
    key, form = house_key(), PressForm()
    if form.validate_on_submit():
        doors.enter(doors.USE_OF_LINK)
        with transaction() as tx:
            new_address.put_back(tx, token, key=key, now=now())
        said = gettext(
            "Your old address is back. Sign in with a link; your password has been erased."
        )
        return done(said, "/inloggen")
    change = new_address.find_to_put_back(session(), token, key=key, now=now())
    if change is None:
        raise new_address.LinkIsSpent
    g.library = home_library(change.person)
    return render("accounts/put_back.html", form=form, address=change.old_email)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
