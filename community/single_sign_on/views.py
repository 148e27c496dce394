"""Coming in by a work account, and connecting one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import outside
from community.accounts import doors, sessions
from community.accounts.access import me, visitor
from community.accounts.again import for_who_just_came_in
from community.accounts.destinations import landing, own_path
from community.accounts.models import Person
from community.clock import now
from community.db import session as reading
from community.db import transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.single_sign_on import protocol, queries, services
from community.single_sign_on.models import WorkProvider
from community.web import slots
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("work_accounts", __name__, "/inloggen/werkaccount")

DOOR = doors.of_links("sign in: work account")
#: So long somebody may take at the provider, and then to say yes here.
MOST = timedelta(minutes=15)

#: In the cookie of the browser that began, and taken out when it comes back.
_BEGUN = "work_begun"
#: After coming back: the account that may be connected.
_PROVEN = "work_proven"


@bp.get("/")
@open_to_all
@private
def begin() -> ResponseReturnValue:
    """Off to the provider. It changes nothing here, and a form may not post to another site."""
    doors.enter(DOOR)
    provider = queries.get_provider(reading(), this_library().id)
    begun = protocol.set_out(_client(provider))
    session[_BEGUN] = asdict(begun) | {
        "library": this_library().id,
        "at": now().timestamp(),
        "wanted": own_path(request.args.get("next")),
    }
    return redirect(begun.url, 303)


@bp.get("/terug")
@open_to_all
@private
def come_back() -> ResponseReturnValue:
    """Whom the provider says it is. The state is good once, for the browser that began."""
    doors.enter(DOOR)
    here = this_library().id
    kept = _still_good(_BEGUN)
    session.pop(_BEGUN, None)
    if kept is None or kept["state"] != request.args.get("state"):
        return _refused(protocol.NotProven())
    begun = protocol.Begun(**{name: kept[name] for name in ("url", "state", "nonce", "verifier")})
    provider = queries.get_provider(reading(), here)
    try:
        claims = protocol.finish(_client(provider), begun, request.url)
        with transaction() as tx:
            person = services.come_in(tx, here, claims.subject, now=now())
            secret = sessions.open_for(tx, person)
    except services.NotConnected as nobody:
        session[_PROVEN] = asdict(claims) | {"library": here, "at": now().timestamp()}
        return go(url_for(".connect")) if visitor() else _refused(nobody, claims.address)
    except DomainError as refused:
        return _refused(refused)
    sessions.carry(secret)
    return go(landing(person, kept["wanted"]))


@bp.route("/koppelen", methods=["GET", "POST"])
@signed_in
@for_who_just_came_in
@private
def connect() -> ResponseReturnValue:
    """Say yes to being known by this work account: only who came in by a door of their own can."""
    here, provider = this_library().id, queries.get_provider(reading(), this_library().id)
    proven = _still_good(_PROVEN)
    form = PressForm()
    if proven is None or not form.validate_on_submit():
        return render("single_sign_on/connect.html", form=form, provider=provider, proven=proven)
    try:
        with transaction() as tx:
            person = tx.get_one(Person, me().id)
            services.connect(tx, here, person, proven["subject"], now=now())
    except DomainError as refused:
        return _refused(refused)
    session.pop(_PROVEN)
    return done(gettext("Connected. From now on you can sign in with your work account."), "/mijn")


@bp.post("/loskoppelen")
@signed_in
def disconnect() -> ResponseReturnValue:
    with transaction() as tx:
        services.disconnect(tx, this_library().id, me().id)
    return done(gettext("Your work account is no longer connected."), "/mijn")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "sign_in.ways", _way_in)
    slots.fill(app, "mine.below", _mine, order=95)


def _way_in(wanted: str = "") -> str:
    """A button, where the library that the page belongs to has work accounts."""
    library = g.get("library")
    provider = queries.find_provider(reading(), library.id) if library else None
    if provider is None:
        return ""
    return render_template(
        "single_sign_on/_way_in.html", provider=provider, library=library, wanted=wanted
    )


def _mine() -> str:
    person = me()
    known = [] if person.is_operator else queries.list_of_person(reading(), person.id)
    return render_template("single_sign_on/_mine.html", known=known) if known else ""


def _client(provider: WorkProvider) -> protocol.Client:
    config = current_app.config
    path = url_for(".come_back")
    return protocol.Client(
        issuer=provider.issuer,
        client_id=provider.client_id,
        secret=services.secret_of(provider, key=house_key()),
        # From the settings: a forged Host would have the code sent elsewhere.
        redirect_uri=f"{config['BASE_URL']}{path}",
        reach=outside.reach_of(config),
    )


def _still_good(name: str) -> Mapping[str, Any] | None:
    """What the session keeps under this name for this library, and not for too long."""
    kept: Mapping[str, Any] | None = session.get(name)
    if kept is None or kept["library"] != this_library().id:
        return None
    return kept if now().timestamp() - kept["at"] < MOST.total_seconds() else None


def _refused(why: DomainError, address: str = "") -> ResponseReturnValue:
    """One calm page, with the other ways in."""
    return render(
        "single_sign_on/refused.html", status=why.status, why=sentence(why), address=address,
        begins_again=isinstance(why, services.NotConnected),
    )  # fmt: skip
