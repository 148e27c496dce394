"""The desk: where the work accounts of this library are, and who connected one."""

from __future__ import annotations

from flask import Flask, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import outside
from community.accounts.access import manages_here
from community.accounts.again import acts_for_who_just_came_in, for_who_just_came_in
from community.accounts.queries import get_membership
from community.clock import now
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.single_sign_on import protocol, queries, services
from community.single_sign_on.forms import ProviderForm
from community.web import slots
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import sentence
from community.web.keys import house_key

bp = tenant_blueprint("work_provider", __name__, "/beheer/koppelingen/werkaccounts")


@bp.route("/", methods=["GET", "POST"])
@managers_only
@acts_for_who_just_came_in
@private
def set_up() -> ResponseReturnValue:
    """Kept only when the provider answers: a typo would shut a door that seems open."""
    library_id = this_library().id
    provider = queries.find_provider(session(), library_id)
    form = ProviderForm(provider)
    if form.validate_on_submit() and _answers(form):
        with transaction() as tx:
            services.set_up(tx, library_id, form.draft(), key=house_key(), now=now())
        return done(
            gettext("Saved. Try it yourself first: sign out, and sign in with it."), _connections()
        )
    return render(
        "single_sign_on/provider.html",
        status=form_status(),
        form=form,
        provider=provider,
        accounts=queries.list_accounts(session(), library_id) if provider else [],
        comes_back_at=_comes_back_at(),
    )


@bp.post("/weg")
@managers_only
@for_who_just_came_in
def take_away() -> ResponseReturnValue:
    with transaction() as tx:
        services.take_away(tx, this_library().id)
    return done(gettext("Nobody can sign in with a work account any more."), _connections())


@bp.post("/<int:person_id>/loskoppelen")
@managers_only
@for_who_just_came_in
def disconnect(person_id: int) -> ResponseReturnValue:
    """For a colleague who left, or who has another account."""
    library_id = this_library().id
    get_membership(session(), library_id, person_id)
    with transaction() as tx:
        services.disconnect(tx, library_id, person_id)
    return done(gettext("That work account is no longer connected."), url_for(".set_up"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "connections.below", _section)


def _section() -> str:
    return render_template(
        "single_sign_on/_section.html",
        provider=queries.find_provider(session(), this_library().id),
        manages=manages_here(),
    )


def _answers(form: ProviderForm) -> bool:
    """Whether there is an OpenID provider at that address; else the form says what is wrong."""
    draft = form.draft()
    client = protocol.Client(
        issuer=draft.issuer,
        client_id=draft.client_id,
        secret=draft.secret,
        redirect_uri=_comes_back_at(),
        reach=outside.reach_of(current_app.config),
    )
    try:
        protocol.discover(client)
    except DomainError as wrong:
        form.issuer.errors = [
            gettext("No provider answers under this name at this address. Look for a typing error.")
            if isinstance(wrong, protocol.NoProvider)
            else sentence(wrong)
        ]
        return False
    return True


def _comes_back_at() -> str:
    return f"{current_app.config['BASE_URL']}{url_for('work_accounts.come_back')}"


def _connections() -> str:
    return url_for("connections.index")
