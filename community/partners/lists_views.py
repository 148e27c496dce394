"""The confirmations of partners at the desk: what stands still, and what a librarian does then."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.partners import confirming, list_queries, lists
from community.partners.forms import ReasonForm, SettlementForm
from community.partners.models import Partner, QuarterList, Settlement
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("partner_lists", __name__, "/beheer/partners/bevestigingen")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    waiting = list_queries.list_waiting(session(), this_library().id, now=clock.now())
    return render("partners/lists.html", waiting=waiting)


@bp.get("/<int:list_id>")
@librarians_only
@private
def show(list_id: int) -> ResponseReturnValue:
    return _show(list_queries.get(session(), this_library().id, list_id), ReasonForm())


@bp.post("/<int:list_id>/goedkeuren")
@librarians_only
@private
def approve(list_id: int) -> ResponseReturnValue:
    """The answers count, for a reason; or they do not, for a reason."""
    asked, form = list_queries.get(session(), this_library().id, list_id), ReasonForm()
    if not form.validate():
        return _show(asked, form, status=422)
    decide = confirming.approve if form.counts else confirming.refuse
    with transaction() as tx:
        decide(tx, this_library().id, list_id, form.reason.data, by_id=me().id, now=clock.now())
    said = gettext("It counts now.") if form.counts else gettext("It does not count.")
    return done(said, _at(list_id))


@bp.post("/<int:list_id>/<int:line_id>")
@librarians_only
@private
def settle(list_id: int, line_id: int) -> ResponseReturnValue:
    """What becomes of a line that the partner put right."""
    form = SettlementForm()
    wish = form.settlement
    with transaction() as tx:
        confirming.settle(tx, this_library().id, list_id, line_id, wish, now=clock.now())
    said = (
        gettext("It now says what the partner says.")
        if wish is Settlement.TAKEN_OVER
        else gettext("It stays as it was, unconfirmed.")
    )
    return done(said, _at(list_id))


@bp.post("/<int:list_id>/opnieuw")
@librarians_only
def mail_again(list_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        asked = lists.mail_again(tx, this_library().id, list_id, now=clock.now())
    said = (
        gettext("E-mailed to %(name)s.", name=asked.mailed_name)
        if asked.mailed_to
        else gettext("There is nobody with an e-mail address yet.")
    )
    return done(said, _at(list_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    waiting.waits(app, list_queries.waiting, _waiting_line)
    slots.fill(app, "partner.lists", _of_partner)


def _waiting_line(number: int, list_id: int) -> str:
    """On the librarian's Today: how many confirmations stand still."""
    return render_template("partners/_todo.html", number=number, list_id=list_id)


def _of_partner(*, partner: Partner) -> str | None:
    """On a partner's page: its lists, and how each of them stands."""
    found = list_queries.list_of_partner(session(), partner.id)
    if not found:
        return None
    return render_template("partners/_lists_of.html", lists=found, now=clock.now())


def _show(asked: QuarterList, form: ReasonForm, *, status: int = 200) -> ResponseReturnValue:
    return render(
        "partners/list.html",
        status=status,
        asked=asked,
        form=form,
        failed=list_queries.did_not_arrive(session(), asked),
        now=clock.now(),
    )


def _at(list_id: int) -> str:
    return url_for("partner_lists.show", list_id=list_id)
