"""The tour at the desk, step by step, until somebody has seen enough of it."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.accounts.access import may_work_here, me
from community.clock import now
from community.db import transaction
from community.errors import NotFound
from community.guides import services
from community.guides.tour import STEPS
from community.libraries.tenancy import tenant_blueprint
from community.web import slots
from community.web.access import librarians_only
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("tour", __name__, "/beheer/rondleiding")

#: In the address of a page that a step leads to.
STEP = "rondleiding"


@bp.get("/<int:number>")
@librarians_only
@private
def show(number: int) -> ResponseReturnValue:
    if not 1 <= number <= len(STEPS):
        raise NotFound
    return render("guides/tour.html", number=number, steps=STEPS, step=STEPS[number - 1])


@bp.post("/klaar")
@librarians_only
def end() -> ResponseReturnValue:
    person_id = me().id
    with transaction() as tx:
        services.end_tour(tx, person_id, now=now())
    return done(
        gettext(
            "The tour is closed. You will find the guides under Help, at the bottom of each page."
        ),
        url_for("desk.index"),
    )


def _on_today() -> str | None:
    if not may_work_here() or me().toured_at or STEP in request.args:
        return None
    return render_template("guides/_on_today.html")


def _on_the_way() -> str | None:
    """On the page that a step led to. Else the tour would end where one looks around."""
    number = row_id(request.args.get(STEP)) or 0
    if not 1 <= number <= len(STEPS) or not may_work_here():
        return None
    return render_template("guides/_on_the_way.html", number=number, steps=STEPS)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "desk.above", _on_today, order=80)
    slots.fill(app, "desk.every", _on_the_way)
