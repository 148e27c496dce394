"""A library asks its network for support, and reads what the adviser says."""

from __future__ import annotations

from flask import Flask, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.networks import asking, offer_queries, queries, request_queries
from community.networks.asking import Settled
from community.networks.consents import NoConsent
from community.networks.forms import AskForm, SayForm, SeenForm
from community.networks.here import as_librarian
from community.networks.models import RequestState, Side
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("support", __name__, "/beheer/ondersteuning")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    library_id, now = this_library().id, clock.now()
    offered = offer_queries.list_for_library(session(), library_id, me().id, now=now)
    signed_up = [each.sign_up for each in offered if each.sign_up is not None]
    return render(
        "networks/support.html",
        network=queries.find_network(session(), library_id),
        consent=queries.find_consent(session(), library_id),
        requests=request_queries.list_of_library(session(), library_id),
        offers=[each.offer for each in offered],
        takes_part_in={each.offer_id for each in signed_up if each.takes_part},
        waits_for={each.offer_id for each in signed_up if each.waits_since is not None},
        now=now,
    )


@bp.route("/vragen", methods=["GET", "POST"])
@librarians_only
@private
def ask() -> ResponseReturnValue:
    """One question, in a form of support; the meetlat's advice fills in which (`vorm`)."""
    library_id, form = this_library().id, AskForm()
    consent = queries.find_consent(session(), library_id)
    if form.validate_on_submit():
        by_id = me().id
        try:
            with transaction() as tx:
                asked = asking.ask(
                    tx, library_id, by_id, form.asked(), once=form.once_only, now=clock.now()
                )
            return done(gettext("Asked. Your adviser gets an e-mail."), _at(asked.id))
        except NoConsent:
            consent = None  # Withdrawn while the page stood open: it explains.
    elif request.method == "GET":
        form.suggest(request.args.get("vorm", ""), request.args.get("bouwsteen", ""))
    return render(
        "networks/ask.html",
        status=form_status(),
        form=form,
        consent=consent,
        network=queries.find_network(session(), library_id),
    )


@bp.get("/<int:support_id>")
@librarians_only
@private
def show(support_id: int) -> ResponseReturnValue:
    return _show(support_id, SayForm(formdata=None))


@bp.post("/<int:support_id>/bericht")
@librarians_only
@private
def say(support_id: int) -> ResponseReturnValue:
    form = SayForm()
    if not form.validate():
        return _show(support_id, form, 422)
    hand = as_librarian()
    try:
        with transaction() as tx:
            asking.write(
                tx, hand, support_id, form.text.data, once=form.once_only, seen=form.seen_up_to
            )
    except (NoConsent, Settled) as refused:
        form.text.errors = [sentence(refused)]
        return _show(support_id, form, 422)
    return done(gettext("Sent."), _at(support_id))


@bp.post("/<int:support_id>/gelezen")
@librarians_only
def read(support_id: int) -> ResponseReturnValue:
    hand, seen = as_librarian(), SeenForm().seen_up_to
    with transaction() as tx:
        asking.note_read(tx, hand, support_id, seen)
    return done(gettext("Good, you are up to date."), _at(support_id))


@bp.post("/<int:support_id>/klaar")
@librarians_only
def finish(support_id: int) -> ResponseReturnValue:
    return _move(support_id, RequestState.DONE, gettext("Done. The messages stay here."))


@bp.post("/<int:support_id>/intrekken")
@librarians_only
def withdraw(support_id: int) -> ResponseReturnValue:
    return _move(support_id, RequestState.WITHDRAWN, gettext("Withdrawn."))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("support.index", N_("Support"), order=80, shown=_has_network)
    slots.add_to_menu(app, Menu.PLANNING, item)
    slots.fill(app, "meetlat.advice", _ask_for)
    waiting.waits(
        app,
        lambda library_id, _now: (request_queries.unread_at_library(library_id),),
        lambda number: render_template("networks/_todo.html", number=number),
    )


def _ask_for(*, support: str, support_name: str, block: str, **_about: object) -> str | None:
    """Beside an advice of the meetlat: the way to ask for the form of support that it names."""
    if not _has_network():
        return None
    return render_template(
        "networks/_ask_for.html", support=support, support_name=support_name, block=block
    )


def _has_network() -> bool:
    return may_work_here() and g.library.network_id is not None


def _move(support_id: int, state: RequestState, said: str) -> ResponseReturnValue:
    hand = as_librarian()
    with transaction() as tx:
        asking.move(tx, hand, support_id, state)
    return done(said, _at(support_id))


def _show(support_id: int, form: SayForm, status: int = 200) -> ResponseReturnValue:
    library_id = this_library().id
    asked = request_queries.get(session(), Side.LIBRARY, library_id, support_id)
    form.seen.data = asked.messages[-1].id  # What this page shows.
    return render(
        "networks/request.html",
        status=status,
        asked=asked,
        side=Side.LIBRARY,
        form=form,
        consent=queries.find_consent(session(), library_id),
    )


def _at(support_id: int) -> str:
    return url_for("support.show", support_id=support_id)
