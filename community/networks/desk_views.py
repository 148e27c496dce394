"""The adviser's desk: all libraries at a glance, and one of them."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts import queries as accounts
from community.accounts.access import me
from community.db import session
from community.meetlat.engine.blocks import advice
from community.meetlat.engine.standard import LATEST
from community.meetlat.labels import SURE, words_of
from community.meetlat.sayings import differing_sets, movement_in_words
from community.networks import desk_queries, request_queries
from community.networks.glance import Order, in_order
from community.networks.here import network_blueprint, this_network
from community.web import slots
from community.web.access import advisers_only
from community.web.headers import private
from community.web.htmx import render
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = network_blueprint("networks", __name__)


@bp.get("")
@advisers_only
@private
def index() -> ResponseReturnValue:
    """Monday morning: who asked, who moved, who has gone quiet."""
    now, network = clock.now(), this_network()
    found = desk_queries.read(session(), network.id)
    asked_for = request.args.get("volgorde", "")
    order = Order(asked_for) if asked_for in set(Order) else Order.NAME
    return render(
        "networks/index.html",
        network=network,
        libraries=in_order(found.libraries, order, now),
        without_consent=found.without_consent,
        counts={
            Order.ASKED: sum(1 for each in found.libraries if each.asked.open),
            Order.MOVED: sum(1 for each in found.libraries if each.has_moved),
            Order.QUIET: sum(1 for each in found.libraries if each.is_quiet(now)),
        },
        order=order,
        Order=Order,
        words=words_of(LATEST),
        SURE=SURE,
        now=now,
    )


@bp.get("/bibliotheken/<library_slug>")
@advisers_only
@private
def library(library_slug: str) -> ResponseReturnValue:
    """One library: its bars, the level of each question, what moved, and the advice."""
    network = this_network()
    found = desk_queries.get(session(), network.id, library_slug)
    return render(
        "networks/library.html",
        network=network,
        seen=found,
        requests=request_queries.list_of_network(session(), network.id, found.library_id),
        words=words_of(found.version or LATEST),
        movement_in_words=movement_in_words,
        differing_sets=differing_sets,
        advice=advice,
        now=clock.now(),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("networks.index", N_("Libraries"), order=10, needs_library=False)
    slots.add_to_menu(app, Menu.NETWORK, item)
    slots.fill(app, "mine.work", _advises, order=20)


def _advises(**_about: object) -> str | None:
    """On my page: the way to the networks that I advise."""
    networks = accounts.list_advised(session(), me().id)
    return render_template("networks/_mine.html", networks=networks) if networks else None
