"""Who works in a library takes part in what its network offers."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.networks import offer_queries, offers
from community.networks.models import Side
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.press import PressForm

bp = tenant_blueprint("offers", __name__, "/beheer/aanbod")


@bp.get("/<int:offer_id>")
@librarians_only
@private
def show(offer_id: int) -> ResponseReturnValue:
    offer = offer_queries.get(session(), Side.LIBRARY, this_library().id, offer_id)
    mine = offer_queries.find_sign_up(session(), offer.id, me().id)
    return render(
        "networks/take_part.html",
        offer=offer,
        takes_part=mine is not None and mine.takes_part,
        place=_place(offer.id, me().id) if mine and mine.waits_since else None,
        form=PressForm(),
        now=clock.now(),
    )


@bp.post("/<int:offer_id>/meedoen")
@librarians_only
def sign_up(offer_id: int) -> ResponseReturnValue:
    library_id, person_id = this_library().id, me().id
    with transaction() as tx:
        known = offers.sign_up(tx, library_id, offer_id, person_id, now=clock.now())
    said = (
        gettext("You are taking part. You get an e-mail for your calendar.")
        if known.takes_part
        else gettext(
            "You are on the waiting list. When a seat becomes free for you, you get an e-mail."
        )
    )
    return done(said, _at(offer_id))


@bp.post("/<int:offer_id>/afmelden")
@librarians_only
def leave(offer_id: int) -> ResponseReturnValue:
    library_id, person_id = this_library().id, me().id
    with transaction() as tx:
        offers.leave(tx, library_id, offer_id, person_id, now=clock.now())
    return done(gettext("You are no longer signed up."), _at(offer_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _at(offer_id: int) -> str:
    return url_for("offers.show", offer_id=offer_id)


def _place(offer_id: int, person_id: int) -> int:
    """Where somebody stands on the waiting list, from 1."""
    waiting = offer_queries.list_waiting(session(), offer_id)
    return [each.person_id for each in waiting].index(person_id) + 1
