"""The settings: the working area, by a list that is looked at before it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from community import clock
from community.accounts.access import me
from community.areas import followers, queries, services, writing
from community.areas.area import Area
from community.areas.forms import BackForm, ListForm
from community.areas.models import Stage
from community.areas.reading import AreaRefused, Reading, read
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.lists import Flaw
from community.web import slots
from community.web.access import librarians_only
from community.web.downloads import as_file
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence
from community.web.press import PressForm

bp = tenant_blueprint("areas", __name__, "/beheer/instellingen/werkgebied")

#: As many mistakes as somebody mends before trying again.
MOST_SHOWN = 100


@bp.route("", methods=["GET", "POST"])
@librarians_only
@private
def index() -> ResponseReturnValue:
    """Who live around us. A list that is right waits to be looked at; a wrong one says where."""
    form = ListForm()
    if not form.validate_on_submit():
        return _index(form)
    reading = _read(form, form.people.data)
    if form.errors or reading is None:
        return _index(form, reading.flaws if reading else ())
    name = Path(form.people.data.filename or "").name
    with transaction() as tx:
        services.hand_in(
            tx, this_library().id, Area(reading.parts), name, by_id=me().id, now=clock.now()
        )
    if reading.unused:
        unused = ", ".join(reading.unused)
        return done(gettext("We do not use these columns: %(names)s.", names=unused), _check())
    return go(_check())


@bp.get("/nakijken")
@librarians_only
@private
def check() -> ResponseReturnValue:
    """What was read, before it counts."""
    library_id = this_library().id
    waiting = queries.find(session(), library_id, Stage.CHECKED)
    if waiting is None:
        return go(url_for(".index"))
    return render(
        "areas/check.html",
        waiting=waiting,
        area=waiting.area,
        now=queries.area(session(), library_id),
        form=PressForm(),
    )


@bp.post("/nakijken/overnemen")
@librarians_only
def take_over() -> ResponseReturnValue:
    library_id = this_library().id
    with transaction() as tx:
        taken = services.take_over(tx, library_id)
    if not taken:
        return go(url_for(".index"))
    followers.tell(library_id)
    said = gettext("The working area has been replaced. From now on the meetlat uses it.")
    return done(said, url_for(".index"))


@bp.post("/nakijken/weg")
@librarians_only
def throw_away() -> ResponseReturnValue:
    with transaction() as tx:
        services.throw_away(tx, this_library().id)
    return done(gettext("Nothing has changed."), url_for(".index"))


@bp.post("/terug")
@librarians_only
def put_back() -> ResponseReturnValue:
    library_id, form = this_library().id, BackForm()
    try:
        was = datetime.fromisoformat(form.was.data) if form.was.data else None
    except ValueError:
        return go(url_for(".index"))
    with transaction() as tx:
        services.put_back(tx, library_id, was)
    followers.tell(library_id)
    return done(gettext("The previous list is back."), url_for(".index"))


@bp.get("/werkgebied.csv")
@librarians_only
@private
def download() -> ResponseReturnValue:
    """What stands, as a list that can be handed in again."""
    body = writing.as_csv(queries.area(session(), this_library().id))
    return as_file(body, "text/csv", "werkgebied.csv")


@bp.get("/voorbeeld.csv")
@librarians_only
@private
def example() -> ResponseReturnValue:
    """A list to begin from."""
    return as_file(writing.example(), "text/csv", "voorbeeld-werkgebied.csv")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", _link)


def _link() -> str:
    area = queries.area(session(), this_library().id)
    return render_template("areas/_settings_link.html", area=area)


def _check() -> str:
    return url_for(".check")


def _read(form: ListForm, upload: FileStorage) -> Reading | None:
    """What the list says; what is wrong with the whole of it stands beside the field."""
    try:
        reading = read(upload.read())
    except AreaRefused as refused:
        form.people.errors = [sentence(refused)]
        return None
    if reading.flaws:
        form.people.errors = [gettext("There are mistakes in this list: nothing has changed.")]
    return reading


def _index(form: ListForm, flaws: Sequence[Flaw] = ()) -> ResponseReturnValue:
    library_id = this_library().id
    standing, previous, waiting = (
        queries.find(session(), library_id, stage)
        for stage in (Stage.STANDING, Stage.PREVIOUS, Stage.CHECKED)
    )
    was = previous.handed_in_at.isoformat() if previous else ""
    return render(
        "areas/index.html",
        status=422 if form.errors else 200,
        form=form,
        back=BackForm(formdata=None, was=was) if standing or previous else None,
        flaws=flaws[:MOST_SHOWN],
        more=max(0, len(flaws) - MOST_SHOWN),
        area=queries.area(session(), library_id),
        standing=standing,
        previous=previous,
        waiting=waiting,
    )
