"""My table in every round, on my own telephone: no account, live, and nobody else's name."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.db import session
from community.gatherings.models import SignUp
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.table_plans import naming, queries, showing
from community.table_plans.models import State, TableGuest
from community.web import slots
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import render
from community.web.keys import house_key

bp = tenant_blueprint("table_place", __name__, "/plaats")


@bp.get("/<token>")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """As it stands now; of a plan that was taken back, that it is being made."""
    guest = queries.get_by_token(session(), this_library().id, token, key=house_key())
    plan, now = guest.plan, clock.now()
    is_out = plan.state is State.RELEASED and not plan.gathering.is_cancelled
    shown = showing.shown(session(), plan) if is_out else None
    return render(
        "table_plans/place.html",
        fragment="table_plans/_place.html",
        name=naming.name_of(guest, queries.list_children(session(), plan)),
        plan=plan,
        gathering=plan.gathering,
        route=shown.route(guest) if shown and not guest.away else None,
        current=shown.current(now) if shown else 0,
        here=url_for(".show", token=token),
        now=now,
    )


def address(guest: TableGuest) -> str:
    """The whole address, for a mail and for a QR."""
    key = house_key()
    return f"{base_url()}{path(guest, key)}"


def path(guest: TableGuest, key: str) -> str:
    token = queries.token_of(guest, key=key)
    return url_for("table_place.show", token=token, library=this_library())


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "sign_up.own", _own, order=10)


def _own(entry: SignUp, **_page: object) -> str | None:
    """On the page of one's own sign-up: the way to one's table, once the plan is out."""
    guest = queries.find_place(session(), entry.library_id, entry.id)
    if guest is None:
        return None
    key = house_key()
    return render_template("table_plans/_own_link.html", url=path(guest, key))
