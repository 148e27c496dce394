"""The adviser reads what libraries ask, answers, takes up and finishes."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.db import session, transaction
from community.networks import asking, request_queries
from community.networks.asking import Settled
from community.networks.forms import SayForm, SeenForm
from community.networks.here import as_adviser, network_blueprint, this_network
from community.networks.models import RequestState, Side
from community.web import slots
from community.web.access import advisers_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = network_blueprint("network_requests", __name__, "/vragen")


@bp.get("")
@advisers_only
@private
def index() -> ResponseReturnValue:
    found = request_queries.list_of_network(session(), this_network().id)
    return render(
        "networks/requests.html",
        network=this_network(),
        open=[each for each in found if each.request.is_open],
        closed=[each for each in found if not each.request.is_open],
        now=clock.now(),
    )


@bp.get("/<int:support_id>")
@advisers_only
@private
def show(support_id: int) -> ResponseReturnValue:
    return _show(support_id, SayForm(formdata=None))


@bp.post("/<int:support_id>/bericht")
@advisers_only
@private
def say(support_id: int) -> ResponseReturnValue:
    form = SayForm()
    if not form.validate():
        return _show(support_id, form, 422)
    hand = as_adviser()
    try:
        with transaction() as tx:
            asking.write(
                tx, hand, support_id, form.text.data, once=form.once_only, seen=form.seen_up_to
            )
    except Settled as refused:
        form.text.errors = [sentence(refused)]
        return _show(support_id, form, 422)
    return done(gettext("Sent."), _at(support_id))


@bp.post("/<int:support_id>/gelezen")
@advisers_only
def read(support_id: int) -> ResponseReturnValue:
    hand, seen = as_adviser(), SeenForm().seen_up_to
    with transaction() as tx:
        asking.note_read(tx, hand, support_id, seen)
    return done(gettext("Good, you are up to date."), _at(support_id))


@bp.post("/<int:support_id>/oppakken")
@advisers_only
def take_up(support_id: int) -> ResponseReturnValue:
    """Of two advisers who press at once, the first has it; the second reads that."""
    return _move(
        support_id,
        RequestState.TAKEN_UP,
        gettext("It is being worked on. The library has been told."),
    )


@bp.post("/<int:support_id>/klaar")
@advisers_only
def finish(support_id: int) -> ResponseReturnValue:
    return _move(support_id, RequestState.DONE, gettext("Done. The messages stay here."))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("network_requests.index", N_("Requests"), order=20, needs_library=False)
    slots.add_to_menu(app, Menu.NETWORK, item)


def _move(support_id: int, state: RequestState, said: str) -> ResponseReturnValue:
    hand = as_adviser()
    with transaction() as tx:
        asking.move(tx, hand, support_id, state)
    return done(said, _at(support_id))


def _show(support_id: int, form: SayForm, status: int = 200) -> ResponseReturnValue:
    asked = request_queries.get(session(), Side.NETWORK, this_network().id, support_id)
    form.seen.data = asked.messages[-1].id  # What this page shows.
    return render("networks/request.html", status=status, asked=asked, side=Side.NETWORK, form=form)


def _at(support_id: int) -> str:
    return url_for("network_requests.show", support_id=support_id)
