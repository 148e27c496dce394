"""Signing in and out, and one's password."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.accounts import doors, passwords, queries, services, sessions
from community.accounts.access import me, visitor
from community.accounts.again import for_who_just_came_in
from community.accounts.destinations import landing, library_of, own_path
from community.accounts.forms import LinkForm, NewPasswordForm, PasswordForm
from community.accounts.models import Person
from community.accounts.services import LinkIsSpent
from community.clock import now
from community.db import session as reading
from community.db import transaction
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = Blueprint("accounts", __name__)

#: In the session until somebody signs in: where the last link went, so that a typo is seen.
_MAILED_TO = "mailed_to"


#: Where one waits to come in, wherever one goes from there.
_DOORS = {"accounts.sign_in", "accounts.sign_in_with_password", "accounts.look_in_your_mail"}


@bp.before_request
def wear_the_colours() -> None:
    """These pages are the installation's; they look like the library that somebody comes from."""
    came_from = own_path(f"/{request.args.get('bij', '')}")
    g.library = library_of(_wanted() or came_from, visitor())


@bp.app_url_defaults
def come_from_here(endpoint: str, values: dict[str, Any]) -> None:
    """Who signs in without going anywhere in particular still sees whose door it is."""
    if endpoint in _DOORS and not values.get("next") and (library := g.get("library")):
        values["bij"] = library.slug


# ─── by a link in a mail ───


@bp.route("/inloggen", methods=["GET", "POST"])
@open_to_all
def sign_in() -> ResponseReturnValue:
    if person := visitor():
        return go(landing(person, _wanted()))
    form = LinkForm()
    if not form.validate_on_submit():
        return _form("accounts/sign_in.html", form)
    _mail_a_link(form.email.data, _wanted())
    return redirect(url_for(".look_in_your_mail", next=_wanted() or None), 303)


@bp.get("/inloggen/kijk-in-je-mail")
@open_to_all
def look_in_your_mail() -> ResponseReturnValue:
    return render(
        "accounts/look_in_your_mail.html", mailed_to=session.get(_MAILED_TO), wanted=_wanted()
    )


@bp.route("/inloggen/<token>", methods=["GET", "POST"])
@open_to_all
@private
def use_link(token: str) -> ResponseReturnValue:
    """A page with a button, because the scanners of mail servers follow links."""
    link = queries.find_open_link(reading(), token, now=now())
    if request.method == "POST":
        doors.enter(doors.USE_OF_LINK)
        try:
            with transaction() as tx:
                person, wanted = services.use_link(tx, token, now=now())
                secret = sessions.open_for(tx, person)
        except LinkIsSpent:
            link = None
        else:
            return _welcome(secret, person, wanted)
    if link is not None:
        g.library = library_of(link.next_url, link.person)
        return render("accounts/use_link.html", form=PressForm(), person=link.person)
    if here := visitor():  # The button was pressed twice.
        return go(landing(here))
    return render("accounts/link_is_spent.html", status=LinkIsSpent.status)


# ─── by a password ───


@bp.route("/inloggen/wachtwoord", methods=["GET", "POST"])
@open_to_all
def sign_in_with_password() -> ResponseReturnValue:
    if person := visitor():
        return go(landing(person, _wanted()))
    form = PasswordForm()
    if not form.validate_on_submit():
        return _form("accounts/sign_in_with_password.html", form)
    doors.enter(doors.PASSWORD, form.email.data)
    found = queries.find_person_by_address(reading(), form.email.data)
    kept = found.password_hash if found else None
    # Before the transaction: it takes long, and as long for an address that nobody has.
    right = passwords.is_right(kept, form.password.data)
    if found is None or kept is None or not right:
        form.form_errors.append(gettext("This e-mail address and password do not go together."))
        return _form("accounts/sign_in_with_password.html", form)
    renewed = passwords.hashed(form.password.data) if passwords.is_dated(kept) else kept
    with transaction() as tx:
        services.keep_password(found, renewed)
        secret = sessions.open_for(tx, found)
    return _welcome(secret, found, _wanted())


@bp.route("/mijn/wachtwoord", methods=["GET", "POST"])
@signed_in
@for_who_just_came_in
@private
def change_password() -> ResponseReturnValue:
    """Only for who has just come in: an open screen at the counter is not enough."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _form("accounts/change_password.html", form)
    try:
        hashed = services.accepted(me(), form.password.data)
    except passwords.WeakPassword as weak:
        form.password.errors = [sentence(weak)]
        return _form("accounts/change_password.html", form)
    with transaction() as tx:
        services.set_password(tx, me(), hashed, browser=sessions.secret())
    return done(gettext("Your password is set. You have been signed out everywhere else."), "/mijn")


@bp.post("/mijn/opnieuw/link")
@signed_in
@private
def come_in_again() -> ResponseReturnValue:
    """Prove once more who you are, by a link to your own address."""
    if address := me().email:
        _mail_a_link(address, _wanted())
    return redirect(url_for(".look_in_your_mail"), 303)


# ─── and out ───


@bp.route("/uitloggen", methods=["GET", "POST"])
@open_to_all
@private
def sign_out() -> ResponseReturnValue:
    if request.method == "POST":
        sessions.sign_out()
        return done(gettext("You are signed out."), "/")
    if visitor() is None:
        return go("/")
    return render("accounts/sign_out.html", form=PressForm())


def _welcome(secret: str, person: Person, wanted: str) -> ResponseReturnValue:
    """To where they were going, or first to who asks for their second factor."""
    if sessions.carry(secret).row.is_half_open:
        return go(url_for("extra_code.ask", next=own_path(wanted) or None))
    return go(landing(person, wanted))


def _wanted() -> str:
    return own_path(request.args.get("next"))


def _mail_a_link(address: str, wanted: str) -> None:
    """The same for every address, so that nobody learns who is known here."""
    doors.enter(doors.SIGN_IN_LINK, address)
    with transaction() as tx:
        services.ask_for_link(tx, address, key=house_key(), next_url=wanted, now=now())
    session[_MAILED_TO] = address


def _form(page: str, form: LinkForm | PasswordForm | NewPasswordForm) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    return render(page, status=status, form=form, wanted=_wanted())
