"""Who works in a library takes part in what its network offers."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.accounts.forms import PressForm
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.networks import offer_queries, offers
from community.networks.models import Side
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render

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
        takes_part=mine is not None and mine.left_at is None,
        form=PressForm(),
        now=clock.now(),
    )


@bp.post("/<int:offer_id>/meedoen")
@librarians_only
def sign_up(offer_id: int) -> ResponseReturnValue:
    library_id, person_id = this_library().id, me().id
    with transaction() as tx:
        offers.sign_up(tx, library_id, offer_id, person_id, now=clock.now())
    return done(gettext("You take part. You get a mail for your calendar."), _at(offer_id))


@bp.post("/<int:offer_id>/afmelden")
@librarians_only
def leave(offer_id: int) -> ResponseReturnValue:
    library_id, person_id = this_library().id, me().id
    with transaction() as tx:
        offers.leave(tx, library_id, offer_id, person_id, now=clock.now())
    return done(gettext("You are signed off. Somebody else can take your seat."), _at(offer_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _at(offer_id: int) -> str:
    return url_for("offers.show", offer_id=offer_id)
