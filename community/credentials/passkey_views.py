"""Passkeys over HTTP: a script asks for what the device needs, and brings back what it signed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Flask, Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.accounts import doors, sessions
from community.accounts.access import me, visitor
from community.accounts.again import for_who_just_came_in
from community.accounts.destinations import landing, own_path
from community.accounts.models import Person
from community.accounts.own_pages import own_blueprint
from community.clock import now
from community.credentials import passkeys, queries
from community.credentials.devices import in_words
from community.credentials.forms import NameForm
from community.credentials.passkeys import PasskeyRefused, Site
from community.db import session, transaction
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.keys import house_key

bp = own_blueprint("passkeys", __name__, "")


@bp.get("/inloggen/passkey")
@open_to_all
@private
def challenge() -> ResponseReturnValue:
    return _json(passkeys.options_to_come_in(_site(), now=now()))


@bp.post("/inloggen/passkey")
@open_to_all
@private
def come_in() -> ResponseReturnValue:
    """It is both: something one has, and a finger, a face or a pin. No code is asked after it."""
    doors.enter(doors.PASSKEY)
    here = visitor()
    try:
        with transaction() as tx:
            person = tx.get_one(Person, passkeys.come_in(tx, _site(), _answer(), now=now()))
            if here is not None and here.id != person.id:
                raise PasskeyRefused  # To show once more who one is, with somebody else's.
            secret = sessions.open_for(tx, person, wholly=True)
    except PasskeyRefused as refused:
        return jsonify(says=sentence(refused)), refused.status
    sessions.carry(secret)
    return jsonify(to=landing(person, own_path(request.args.get("next"))))


@bp.get("/mijn/inloggen/passkeys/nieuw")
@signed_in
@for_who_just_came_in
@private
def options() -> ResponseReturnValue:
    return _json(passkeys.options_to_add(session(), _site(), me(), now=now()))


@bp.post("/mijn/inloggen/passkeys/nieuw")
@signed_in
@for_who_just_came_in
@private
def add() -> ResponseReturnValue:
    person_id, name = me().id, in_words(request.user_agent.string)[:60]
    try:
        with transaction() as tx:
            passkeys.add(tx, _site(), person_id, _answer(), name, now=now())
    except PasskeyRefused as refused:
        return jsonify(says=sentence(refused)), refused.status
    return jsonify(to=own_path(request.args.get("next")) or url_for("extra_code.index"))


@bp.route("/mijn/inloggen/passkeys/<int:passkey_id>", methods=["GET", "POST"])
@signed_in
@private
def rename(passkey_id: int) -> ResponseReturnValue:
    person_id = me().id
    passkey = queries.get_passkey(session(), person_id, passkey_id)
    form = NameForm(obj=passkey)
    if form.validate_on_submit():
        with transaction() as tx:
            passkeys.rename(tx, person_id, passkey_id, form.name.data)
        return done(gettext("Saved."), url_for("extra_code.index"))
    return render(
        "credentials/passkey.html", status=422 if form.errors else 200, form=form, passkey=passkey
    )


@bp.post("/mijn/inloggen/passkeys/<int:passkey_id>/weg")
@signed_in
@for_who_just_came_in
@private
def remove(passkey_id: int) -> ResponseReturnValue:
    person_id = me().id
    with transaction() as tx:
        passkeys.remove(tx, person_id, passkey_id, now=now())
    return done(gettext("This passkey no longer works."), url_for("extra_code.index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _site() -> Site:
    return Site.of(current_app.config["BASE_URL"], house_key())


def _answer() -> Mapping[str, object]:
    try:
        said = json.loads(request.form.get("answer", ""))
    except ValueError:
        raise PasskeyRefused from None
    if not isinstance(said, dict):
        raise PasskeyRefused
    return said


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")
