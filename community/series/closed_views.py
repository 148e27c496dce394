"""Holidays and closed days at the desk: the list, and one of them."""

from __future__ import annotations

from flask import Flask, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.db import session, transaction
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_forms import put_beside
from community.libraries.tenancy import tenant_blueprint, this_library
from community.series import closed, holidays, queries, words
from community.series.forms import PeriodForm
from community.series.holidays import Region
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, form_status, render

bp = tenant_blueprint("closed_days", __name__, "/beheer/vakanties")


@bp.route("", methods=["GET", "POST"])
@librarians_only
@private
def index() -> ResponseReturnValue:
    form = PeriodForm()
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                closed.add_period(tx, this_library().id, form.draft())
            return done(gettext("Saved."), url_for(".index"))
        except DraftRefused as refused:
            put_beside(form, refused.problems)
    today = clock.local_day(clock.now())
    return render(
        "series/desk_closed.html",
        status=form_status(),
        form=form,
        periods=queries.list_periods(session(), this_library().id, since=today),
        kinds=words.PERIOD_KINDS,
        regions=list(holidays.REGIONS.items()),
        unsure=[(holidays.REGIONS[region], year) for region, year in holidays.UNSURE.items()],
    )


@bp.route("/<int:period_id>", methods=["GET", "POST"])
@librarians_only
@private
def edit(period_id: int) -> ResponseReturnValue:
    period, form = queries.get_period(session(), this_library().id, period_id), PeriodForm()
    if request.method == "GET":
        form.show(period)
    elif form.validate():
        try:
            with transaction() as tx:
                closed.change_period(tx, this_library().id, period_id, form.draft())
            return done(gettext("Saved."), url_for(".index"))
        except DraftRefused as refused:
            put_beside(form, refused.problems)
            period = queries.get_period(session(), this_library().id, period_id)
    return render("series/desk_period.html", status=form_status(), form=form, period=period)


@bp.post("/<int:period_id>/weg")
@librarians_only
def remove(period_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        closed.remove_period(tx, this_library().id, period_id)
    return done(gettext("These days are removed."), url_for(".index"))


@bp.post("/regio")
@librarians_only
def take_over() -> ResponseReturnValue:
    """The school holidays that the ministry advises for a region."""
    region = request.form.get("regio", "")
    if region not in set(Region):
        abort(400)
    with transaction() as tx:
        holidays.take_over(tx, this_library().id, Region(region), now=clock.now())
    return done(gettext("The school holidays are in the list."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
