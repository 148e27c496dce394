"""The manager's choice: may the adviser of the network look along?"""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.networks import consents, queries
from community.web import slots
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.press import PressForm

bp = tenant_blueprint("network_consent", __name__, "/beheer/instellingen/netwerk")


@bp.get("")
@managers_only
@private
def show() -> ResponseReturnValue:
    """What the adviser sees and never sees, and the one button to allow it or stop it."""
    library_id = this_library().id
    network = queries.find_network(session(), library_id)
    return render(
        "networks/consent.html",
        network=network,
        advisers=queries.list_advisers(session(), network.id) if network else (),
        consent=queries.find_consent(session(), library_id),
        before=queries.list_consents(session(), library_id),
        form=PressForm(),
    )


@bp.post("/geven")
@managers_only
def give() -> ResponseReturnValue:
    library_id, by_id = this_library().id, me().id
    with transaction() as tx:
        consents.give(tx, library_id, by_id, now=clock.now())
    return done(gettext("From now on your adviser has access."), url_for(".show"))


@bp.post("/intrekken")
@managers_only
def withdraw() -> ResponseReturnValue:
    library_id, by_id = this_library().id, me().id
    with transaction() as tx:
        consents.withdraw(tx, library_id, by_id, now=clock.now())
    return done(
        gettext("Withdrawn. Your adviser no longer sees anything about you."), url_for(".show")
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", "networks/_settings_link.html", order=80)
