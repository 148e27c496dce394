"""An adviser makes offers, and sees who comes."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.db import session, transaction
from community.networks import offer_queries, offers
from community.networks.here import network_blueprint, this_network
from community.networks.models import Side
from community.networks.offer_forms import OfferForm
from community.networks.offer_models import Offer
from community.networks.offers import NotAhead, TooFewSeats
from community.web import slots
from community.web.access import advisers_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import sentence
from community.web.press import PressForm
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = network_blueprint("network_offers", __name__, "/aanbod")


@bp.get("")
@advisers_only
@private
def index() -> ResponseReturnValue:
    now = clock.now()
    every = offer_queries.list_of_network(session(), this_network().id)
    return render(
        "networks/offers.html",
        network=this_network(),
        coming=[each for each in reversed(every) if each.is_open(now)],
        been=[each for each in every if not each.is_open(now)],
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@advisers_only
@private
def new() -> ResponseReturnValue:
    form, network_id = OfferForm(), this_network().id

    def keep(tx: Session) -> Offer:
        return offers.make(tx, network_id, form.draft(), once=form.once_only, now=clock.now())

    if request.method == "POST" and form.fits() and (offer := _kept(form, keep)):
        return done(gettext("Your libraries see it now."), _at(offer.id))
    return render("networks/offer_form.html", status=form_status(), form=form, offer=None)


@bp.get("/<int:offer_id>")
@advisers_only
@private
def show(offer_id: int) -> ResponseReturnValue:
    offer = _offer(offer_id)
    return render(
        "networks/offer.html",
        offer=offer,
        who=offer_queries.list_sign_ups(session(), offer.id),
        waiting=offer_queries.list_waiting(session(), offer.id),
        form=PressForm(),
        now=clock.now(),
    )


@bp.route("/<int:offer_id>/wijzigen", methods=["GET", "POST"])
@advisers_only
@private
def edit(offer_id: int) -> ResponseReturnValue:
    form, network_id = OfferForm(), this_network().id
    stands = _offer(offer_id)

    def keep(tx: Session) -> Offer:
        return offers.change(tx, network_id, offer_id, form.draft(), now=clock.now())

    if request.method == "GET":
        form.show(stands)
    elif form.fits() and _kept(form, keep):
        return done(gettext("Saved. Everyone who signed up will be told."), _at(offer_id))
    return render("networks/offer_form.html", status=form_status(), form=form, offer=stands)


@bp.post("/<int:offer_id>/afzeggen")
@advisers_only
def cancel(offer_id: int) -> ResponseReturnValue:
    network_id = this_network().id
    with transaction() as tx:
        offers.cancel(tx, network_id, offer_id, now=clock.now())
    return done(gettext("Cancelled. Everyone who signed up gets an e-mail."), _at(offer_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("network_offers.index", N_("Offers"), order=30, needs_library=False)
    slots.add_to_menu(app, Menu.NETWORK, item)


def _offer(offer_id: int) -> Offer:
    return offer_queries.get(session(), Side.NETWORK, this_network().id, offer_id)


def _kept(form: OfferForm, keep: Callable[[Session], Offer]) -> Offer | None:
    """What was kept; None when a rule says no, which stands beside the field then."""
    try:
        with transaction() as tx:
            return keep(tx)
    except NotAhead as refused:
        form.day.errors = [sentence(refused)]
    except TooFewSeats as refused:
        form.seats.errors = [sentence(refused)]
    return None


def _at(offer_id: int) -> str:
    return url_for("network_offers.show", offer_id=offer_id)
