"""Where I am signed in, and signing out there."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.accounts import services as accounts
from community.accounts import sessions
from community.accounts.access import me
from community.accounts.own_pages import own_blueprint
from community.clock import now
from community.credentials import devices, meeting, queries
from community.db import session, transaction
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.keys import house_key
from community.web.press import PressForm

bp = own_blueprint("devices", __name__, "/mijn/apparaten")


@bp.get("")
@signed_in
@private
def index() -> ResponseReturnValue:
    return render(
        "credentials/devices.html",
        browsers=queries.list_browsers(session(), me().id, now=now()),
        here=sessions.browser(),
        in_words=devices.in_words,
        form=PressForm(),
    )


@bp.post("/<int:browser_id>/uitloggen")
@signed_in
@private
def sign_out(browser_id: int) -> ResponseReturnValue:
    """Of one of my own; one that is signed out already stays so."""
    here = sessions.browser()
    if here and here.row.id == browser_id:
        sessions.sign_out()
        return done(gettext("You are signed out."), "/")
    person_id = me().id
    with transaction() as tx:
        accounts.close_one_browser(tx, person_id, browser_id)
    return done(gettext("You are signed out there."), url_for(".index"))


@bp.post("/overal-uitloggen")
@signed_in
@private
def sign_out_everywhere() -> ResponseReturnValue:
    """Here too: whoever does this does not know who has what."""
    person_id = me().id
    with transaction() as tx:
        accounts.close_every_browser(tx, person_id)
    sessions.sign_out()
    return done(gettext("You are signed out everywhere, here too."), "/")


@bp.route("/nieuw/<token>", methods=["GET", "POST"])
@open_to_all
@private
def new(token: str) -> ResponseReturnValue:
    """The link in the mail about a browser that was not known: a button signs it out."""
    form, key = PressForm(), house_key()
    browser = meeting.get_new(session(), token, key=key, now=now())
    if form.validate_on_submit():
        with transaction() as tx:
            meeting.sign_out(tx, token, key=key, now=now())
        return done(
            gettext("That device is signed out. Sign in, and check your ways to sign in."),
            url_for("extra_code.index"),
        )
    return render(
        "credentials/new_browser.html", form=form, browser=browser, in_words=devices.in_words
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
