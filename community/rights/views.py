"""What is known about me: read, taken along, and erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.accounts.again import for_who_just_came_in
from community.accounts.models import Person
from community.accounts.own_pages import own_blueprint
from community.consents.labels import CHANNELS
from community.db import session, transaction
from community.errors import DomainError
from community.rights import (
    agreed,
    beside,
    erasing,
    files,
    knowing,
    labels,
    looked,
    queries,
    reasons,
)
from community.rights.forms import EraseForm
from community.web import downloads, slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.press import PressForm

bp = own_blueprint("rights", __name__, "/mijn/gegevens")


@bp.get("")
@signed_in
@private
def index() -> ResponseReturnValue:
    return render("rights/index.html", **_everything(me()))


@bp.get("/bestand")
@signed_in
@for_who_just_came_in
@private
def file() -> ResponseReturnValue:
    return as_file(me())


def as_file(person: Person) -> Response:
    """Everything of this person, as a ZIP."""
    now = clock.now()
    pictures = beside.pictures(session(), person.id, Path(str(current_app.config["INSTANCE"])))
    made = files.write(now=now, pictures=pictures, **_everything(person))
    name = f"gegevens-{clock.local_day(now).isoformat()}.zip"
    return downloads.as_file(made, "application/zip", name)


def to_read(person: Person) -> ResponseReturnValue:
    """The same as the page in that ZIP, without the pictures: for a printer."""
    return render("rights/file.html", now=clock.now(), pictures=(), **_everything(person))


@bp.route("/toestemmingen/<int:consent_id>", methods=["GET", "POST"])
@signed_in
@private
def take_back(consent_id: int) -> ResponseReturnValue:
    """What stops, in words; one button stops it."""
    form, person_id = PressForm(), me().id
    found = agreed.get(session(), person_id, consent_id)
    if form.validate_on_submit():
        with transaction() as tx:
            agreed.take_back(tx, person_id, consent_id, now=clock.now())
        return done(gettext("Good. You withdrew it."), _back())
    return render("rights/take_back.html", form=form, each=found)


@bp.route("/citaten/<int:quote_id>", methods=["GET", "POST"])
@signed_in
@private
def take_name_away(quote_id: int) -> ResponseReturnValue:
    form, person_id = PressForm(), me().id
    quote = queries.get_quote(session(), person_id, quote_id)
    if form.validate_on_submit():
        how = gettext("On their own page")
        with transaction() as tx:
            agreed.take_name_away(tx, person_id, quote_id, how=how, now=clock.now())
        return done(gettext("Good. Your name is not under it."), _back())
    return render("rights/take_name_away.html", form=form, quote=quote)


@bp.route("/wissen", methods=["GET", "POST"])
@signed_in
@for_who_just_came_in
@private
def erase() -> ResponseReturnValue:
    """Seen first; then, with a tick, for good. Every browser is signed out by it."""
    form, person_id = EraseForm(), me().id
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                erasing.erase(tx, person_id, now=clock.now())
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
        else:
            return done(gettext("Your data has been erased. Thank you for having been here."), "/")
    return render(
        "rights/erase.html",
        status=422 if form.errors else 200,
        form=form,
        found=erasing.preview(session(), person_id),
    )


def _everything(person: Person) -> dict[str, Any]:
    """The same on the page and in the file."""
    person_id = person.id
    return {
        "own": files.own(person),
        "found": knowing.everything(session(), person_id),
        "agreed": agreed.list_of(session(), person_id),
        "quotes": queries.list_quotes(session(), person_id),
        "looks": looked.list_of(session(), person_id),
    }


def _back() -> str:
    return url_for("rights.index", _anchor="toestemmingen")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        trace_column=labels.column,
        trace_value=labels.value,
        trace_why=reasons.why,
        own_labels=labels.OWN,
        said_how=CHANNELS,
    )
    slots.fill(app, "mine.below", lambda: render_template("rights/_mine.html"), order=95)
