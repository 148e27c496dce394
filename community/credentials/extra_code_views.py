"""The extra code: asked for after a link or a password, set up, and done without again."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.accounts import doors, sessions
from community.accounts.access import me, visitor
from community.accounts.again import for_who_just_came_in
from community.accounts.destinations import landing, library_of, own_path
from community.accounts.models import Person
from community.accounts.own_pages import own_blueprint
from community.clock import now
from community.codes import in_halves
from community.credentials import labels, queries, services
from community.credentials.forms import CodeForm, SetUpForm
from community.credentials.passkeys import Site
from community.db import session, transaction
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = own_blueprint("extra_code", __name__, "")


@bp.route("/inloggen/extra-code", methods=["GET", "POST"])
@open_to_all
@private
def ask() -> ResponseReturnValue:
    """Only for a browser that is half open; nothing else opens for it."""
    half, wanted = sessions.half_open(), own_path(request.args.get("next"))
    if half is None:
        here, door = visitor(), url_for("accounts.sign_in", next=wanted or None)
        return go(landing(here, wanted) if here else door)
    person = half.row.person
    form = CodeForm()
    if form.validate_on_submit():
        doors.enter(doors.EXTRA_CODE, str(person.id))
        with transaction() as tx:
            fits = services.take_code(tx, person.id, form.code.data, key=house_key(), now=now())
            who = tx.get_one(Person, person.id)
            secret = sessions.open_for(tx, who, wholly=True) if fits else None
        if secret is not None:
            sessions.carry(secret)
            return go(landing(who, wanted))
        form.code.errors = [sentence(services.WrongCode())]
    g.library = library_of(wanted, person)
    return render(
        "credentials/ask.html",
        status=422 if form.errors else 200,
        form=form,
        wanted=wanted,
        has=queries.ways(session(), person.id),
    )


@bp.get("/mijn/inloggen")
@signed_in
@private
def index() -> ResponseReturnValue:
    """Every way in that is mine."""
    person = me()
    extra = queries.find_extra_code(session(), person.id)
    return render(
        "credentials/index.html",
        person=person,
        extra=extra,
        passkeys=queries.list_passkeys(session(), person.id),
        can_have_passkeys=Site.of(current_app.config["BASE_URL"], house_key()).can_have_passkeys,
        on_paper=queries.count_recovery_codes(session(), person.id),
        needs_one=queries.needs_one(session(), person.id),
        changes=queries.list_changes(session(), person.id),
        labels=labels,
        form=PressForm(),
        now=now(),
    )


@bp.route("/mijn/inloggen/extra-code", methods=["GET", "POST"])
@signed_in
@for_who_just_came_in
@private
def set_up() -> ResponseReturnValue:
    """The secret is made here and goes along in the form, sealed: a GET writes nothing."""
    person = me()
    form = SetUpForm()
    sealed = form.sealed.data or ""
    secret = services.offered(house_key(), person.id, sealed, now=now())
    if secret and form.validate_on_submit():
        try:
            with transaction() as tx:
                made = services.set_up_code(
                    tx, person.id, secret, form.code.data, key=house_key(), now=now()
                )
        except services.WrongCode as wrong:
            form.code.errors = [sentence(wrong)]
        else:
            return _on_paper(made, _wanted())
    secret = secret or services.new_secret()
    form.sealed.data = services.offer(house_key(), person.id, secret, now=now())
    return render(
        "credentials/set_up.html",
        status=422 if form.errors else 200,
        form=form,
        secret=secret,
        address=services.address_of(secret, person.email or person.first_name),
        wanted=_wanted(),
        late=person.lacks_second_factor(now()),
    )


@bp.post("/mijn/inloggen/extra-code/weg")
@signed_in
@for_who_just_came_in
@private
def remove() -> ResponseReturnValue:
    person_id = me().id
    with transaction() as tx:
        services.remove_code(tx, person_id, now=now())
    return done(gettext("Your extra code has been removed."), url_for(".index"))


@bp.post("/mijn/inloggen/herstelcodes")
@signed_in
@for_who_just_came_in
@private
def recovery_codes() -> ResponseReturnValue:
    """Shown once: in the answer to this very press."""
    person_id = me().id
    with transaction() as tx:
        made = services.make_recovery_codes(tx, person_id, key=house_key())
    return _on_paper(made)


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _on_paper(made: Sequence[str], wanted: str = "") -> ResponseReturnValue:
    return render(
        "credentials/on_paper.html", made=[in_halves(code) for code in made], wanted=wanted
    )


def _wanted() -> str:
    return own_path(request.args.get("next"))
