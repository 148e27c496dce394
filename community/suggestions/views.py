"""What fits me: a few on my page, all of it on a page of its own, and "not for me"."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.gatherings.queries import Viewer, get_visible
from community.libraries.tenancy import tenant_blueprint, this_library
from community.preferences.queries import list_my_libraries
from community.suggestions import fitting, labels, queries, services
from community.web import slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language
from community.web.press import PressForm

bp = tenant_blueprint("suggestions", __name__, "/mijn/past-bij-je")

#: On my page; the rest is one click away.
A_FEW = 3


@bp.get("")
@signed_in
@private
def index() -> ResponseReturnValue:
    library_id, person_id, now = this_library().id, me().id, clock.now()
    return render(
        "suggestions/index.html",
        outlook=fitting.outlook(session(), library_id, person_id, now=now),
        put_aside=queries.list_put_aside(session(), library_id, person_id, now=now),
        press=PressForm(),
        reasons=lambda each: labels.reasons(each, language()),
        labels=labels,
        now=now,
    )


@bp.post("/<int:gathering_id>/niet-voor-mij")
@signed_in
def put_aside(gathering_id: int) -> ResponseReturnValue:
    library_id, person_id, now = this_library().id, me().id, clock.now()
    of = get_visible(session(), library_id, gathering_id, Viewer(person_id))
    title = of.title
    with transaction() as tx:
        services.put_aside(tx, library_id, gathering_id, person_id, now=now)
    said = gettext("Good. We will not suggest ‘%(title)s’ to you any more.", title=title)
    return done(said, url_for(".index"))


@bp.post("/<int:gathering_id>/toch-wel")
@signed_in
def take_back(gathering_id: int) -> ResponseReturnValue:
    library_id, person_id = this_library().id, me().id
    get_visible(session(), library_id, gathering_id, Viewer(person_id))
    with transaction() as tx:
        services.take_back(tx, library_id, gathering_id, person_id)
    return done(gettext("Good. We may suggest it to you again."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.suggested", _mine)


def _mine() -> str | None:
    """On my page, per library that knows me: the few that fit best."""
    person_id, now = me().id, clock.now()
    rows = [
        (library, fitting.outlook(session(), library.id, person_id, most=A_FEW, now=now).fits)
        for library in list_my_libraries(session(), me())
    ]
    if not rows:
        return None
    return render_template(
        "suggestions/_mine.html",
        rows=rows,
        press=PressForm(),
        reasons=lambda each: labels.reasons(each, language()),
        now=now,
    )
