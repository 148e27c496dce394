"""The page behind the link: was this your idea?"""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import doors
from community.db import session, transaction
from community.initiatives import queries, services
from community.initiatives.models import Initiation
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("my_initiative", __name__, "/bevestigen/begin")

CONFIRMATION = doors.of_links("initiator: confirmation")


@bp.get("/<token>")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """What is asked. A scanner that follows the link of a mail changes nothing here."""
    initiation, now = _asked(token), clock.now()
    expired = now >= initiation.expires_at
    return render(
        "initiatives/confirm.html",
        status=410 if expired else 200,
        initiation=initiation,
        gathering=initiation.gathering,
        form=PressForm(),
        token=token,
        expired=expired,
    )


@bp.post("/<token>/ja")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    asked = _asked(token)
    with transaction() as tx:
        services.confirm(tx, this_library().id, asked.gathering_id, asked.salt, now=clock.now())
    return done(gettext("Thank you. It is noted as your idea."), url_for(".show", token=token))


@bp.post("/<token>/nee")
@open_to_all
@private
def deny(token: str) -> ResponseReturnValue:
    asked = _asked(token)
    with transaction() as tx:
        services.deny(tx, this_library().id, asked.gathering_id, asked.salt, now=clock.now())
    return done(
        gettext("Thank you. We have noted that it was not yours."), url_for(".show", token=token)
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _asked(token: str) -> Initiation:
    doors.enter(CONFIRMATION)
    return queries.get_by_token(session(), this_library().id, token, key=house_key())
