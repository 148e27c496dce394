"""Where people are asked: the manager's choice, and what it means for one gathering."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.db import session, transaction
from community.gatherings.models import Gathering, GatheringStatus
from community.libraries.tenancy import tenant_blueprint, this_library
from community.lots import queries, services
from community.lots.forms import LotsForm
from community.lots.models import Practice
from community.web import slots
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("lots", __name__, "/beheer/instellingen")


@bp.route("/telkaart-en-peiling", methods=["GET", "POST"])
@managers_only
@private
def settings() -> ResponseReturnValue:
    library, form = this_library(), LotsForm()
    if request.method == "GET":
        form.show(queries.find(session(), library.id))
    elif form.validate():
        with transaction() as tx:
            services.change(
                tx, library.id,
                tally=Practice(form.tally.data), pulse=Practice(form.pulse.data),
                one_in=form.one_in.data,
            )  # fmt: skip
        return done(gettext("Saved."), url_for("settings.index"))
    return render("lots/settings.html", status=422 if form.errors else 200, form=form)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", "lots/_settings_link.html", order=60)
    for place in ("gathering.desk", "gathering.closing"):
        slots.fill(app, place, _section, order=30)


def _section(gathering: Gathering) -> str | None:
    """What is asked at this gathering; nothing at all where nothing is."""
    if gathering.status in {GatheringStatus.DRAFT, GatheringStatus.CANCELLED}:
        return None
    asked = slots.slot("gathering.asked", gathering=gathering)
    return render_template("lots/_section.html", asked=asked) if asked.strip() else None
