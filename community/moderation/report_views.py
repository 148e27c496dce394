"""Reporting something, for whoever is signed in: which rule, and in own words what is wrong."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.moderation import deciding, queue, reporting
from community.moderation.forms import ReportForm
from community.web import slots
from community.web.access import librarians_only, signed_in
from community.web.headers import private
from community.web.htmx import done, go, render

bp = tenant_blueprint("reporting", __name__, "/melden/<what>/<int:subject_id>")


@bp.route("", methods=["GET", "POST"])
@signed_in
@private
def report(what: str, subject_id: int) -> ResponseReturnValue:
    """The same page whoever wrote it, and the same thanks however often it was said."""
    library_id, form, person = this_library().id, ReportForm(), me()
    shown = reporting.look_at(session(), library_id, what, subject_id, by=person)
    if form.validate_on_submit():
        said = form.said()
        with transaction() as tx:
            reporting.report(tx, library_id, what, subject_id, said, by=person, now=clock.now())
        return done(
            gettext("Thank you. A librarian will look at it, and you will hear what is decided."),
            url_for("home.index"),
        )
    return render(
        "moderation/report.html",
        status=422 if form.errors else 200,
        shown=shown,
        name=queue.name_of(what),
        what=what,
        subject_id=subject_id,
        may_look=may_work_here(),
        form=form,
    )


@bp.post("/bekijken")
@librarians_only
def look(what: str, subject_id: int) -> ResponseReturnValue:
    """A librarian need not report: they look themselves, and decide."""
    library_id, person = this_library().id, me()
    with transaction() as tx:
        case = deciding.look(tx, library_id, what, subject_id, by=person, now=clock.now())
        number = case.id
    return go(url_for("moderation.show", case_id=number))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "moderation.report", _link)


def _link(*, kind: str, title: str = "", **thing: int) -> str:
    """For the pages of rooms: `slot("moderation.report", kind="entry", id=…)`."""
    return render_template(
        "moderation/_report_link.html", kind=kind, subject_id=thing["id"], title=title
    )
