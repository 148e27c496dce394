"""Checking oneself in, on one's own telephone, with the code at the door."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import doors
from community.accounts.access import visitor
from community.accounts.doors import Door
from community.accounts.throttle import Limit
from community.arrivals import links, queries, services, standing
from community.arrivals.arriving_forms import ArrivingForm, HeadForm, StrangerForm
from community.arrivals.services import Arriving
from community.db import session as reading
from community.db import transaction
from community.gatherings import sign_up_queries
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.keys import house_key

bp = tenant_blueprint("arriving", __name__, "/inchecken")

#: Three hundred people come in a quarter of an hour, all behind the library's own network.
CHECK_IN = Door(
    "arrivals: by oneself",
    everybody=Limit(20_000, timedelta(minutes=15)),
    network=Limit(600, timedelta(minutes=15)),
)
#: In the session until the browser closes: at which gatherings this telephone checked in.
_ARRIVED = "arrived"

Form = ArrivingForm | HeadForm


@bp.route("/<token>", methods=["GET", "POST"])
@open_to_all
@private
def check_in(token: str) -> ResponseReturnValue:
    """One button for who has an account; else the code of a mail, a first name, or neither."""
    gathering, form = _at_the_door(token), _form(token)
    if not form.validate_on_submit():
        return _page(gathering, form, token)
    doors.enter(CHECK_IN)
    gathering = _at_the_door(token)
    who = _who(gathering, form)
    if who is None:
        form.code.errors = [
            gettext("We do not know this code here. Check it on the page of your sign-up.")
        ]
        return _page(gathering, form, token)
    library_id, gathering_id = gathering.library_id, gathering.id
    with transaction() as tx:
        services.arrive(tx, library_id, gathering_id, who, form.said(), now=clock.now())
    session[_ARRIVED] = [*session.get(_ARRIVED, [])[-9:], gathering_id]
    return done(gettext("You are in. Welcome!"), url_for(".check_in", token=token))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _at_the_door(token: str) -> Gathering:
    return queries.get_by_token(reading(), this_library().id, token, key=house_key())


def _form(token: str) -> Form:
    if _at_the_door(token).is_sensitive:
        return HeadForm()
    person = visitor()
    if person is None:
        return StrangerForm()
    form = ArrivingForm()
    if request.method == "GET":
        library_id = this_library().id
        at = _at_the_door(token).id
        form.show(standing.said_by(reading(), library_id, person.id, at=at, now=clock.now()))
    return form


def _who(gathering: Gathering, form: Form) -> Arriving | None:
    """Who says to be here; None for a code that is nobody's."""
    if isinstance(form, HeadForm):
        return Arriving(form.key.data)
    if isinstance(form, StrangerForm):
        if not form.code.data:
            return Arriving(form.key.data, name=form.name.data or "")
        found = queries.find_by_code(reading(), gathering, form.code.data, key=house_key())
        return Arriving(form.key.data, sign_up_id=found.id) if found else None
    person, entry = visitor(), _own_sign_up(gathering)
    if person is None:
        return None
    return Arriving(
        form.key.data,
        sign_up_id=entry.id if entry else None,
        person_id=person.id,
        name=person.first_name,
    )


def _own_sign_up(gathering: Gathering) -> SignUp | None:
    person = visitor()
    entry = sign_up_queries.find_own(reading(), gathering.id, person.id) if person else None
    return entry if entry and entry.status is not SignUpStatus.CANCELLED else None


def _page(gathering: Gathering, form: Form, token: str) -> ResponseReturnValue:
    now, entry = clock.now(), _own_sign_up(gathering)
    return render(
        "arrivals/check_in.html",
        status=422 if form.errors else 200,
        gathering=gathering,
        form=form,
        token=token,
        opens_at=links.opens_at(gathering),
        is_open=links.is_open(gathering, now),
        is_over=now > gathering.ends_at,
        is_in=gathering.id in session.get(_ARRIVED, [])
        or (entry is not None and queries.is_here(reading(), entry)),
        entry=entry,
    )
