"""The dates of a poll: put in and taken out by who proposed it, and by the librarians."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.proposals import own_queries, polling, queries
from community.proposals.forms import DateForm
from community.proposals.models import MOST_DATES, Proposal
from community.proposals.seeing import Choice
from community.proposals.views import address
from community.register.views import viewer
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence

bp = tenant_blueprint("proposal_dates", __name__, "/voorstellen/<int:proposal_id>/data")


@bp.get("")
@signed_in
@private
def index(proposal_id: int) -> ResponseReturnValue:
    return _page(_led(proposal_id), DateForm())


@bp.post("")
@signed_in
@private
def add(proposal_id: int) -> ResponseReturnValue:
    proposal, form = _led(proposal_id), DateForm()
    if not form.validate_on_submit():
        return _page(proposal, form, status=422)
    try:
        with transaction() as tx:
            polling.add_dates(tx, this_library().id, proposal_id, form.dates(), now=clock.now())
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _page(_led(proposal_id), form, status=refused.status)
    return done(gettext("The day has been added."), url_for(".index", proposal_id=proposal_id))


@bp.get("/<int:date_id>/weg")
@signed_in
@private
def ask(proposal_id: int, date_id: int) -> ResponseReturnValue:
    """Before a day goes out: what people said of it goes with it."""
    proposal = _led(proposal_id)
    choice = next((each for each in _choices(proposal) if each.date.id == date_id), None)
    if choice is None:
        raise NotFound
    return render("proposals/remove_date.html", proposal=proposal, choice=choice, now=clock.now())


@bp.post("/<int:date_id>/weg")
@signed_in
def remove(proposal_id: int, date_id: int) -> ResponseReturnValue:
    _led(proposal_id)
    with transaction() as tx:
        polling.remove_date(tx, this_library().id, proposal_id, date_id)
    return done(gettext("The day has been removed."), url_for(".index", proposal_id=proposal_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _led(proposal_id: int) -> Proposal:
    """For its own person and the librarians; for anybody else it is not there."""
    if may_work_here():
        return queries.get(session(), this_library().id, proposal_id)
    return own_queries.get_own(session(), this_library().id, proposal_id, me().id)


def _choices(proposal: Proposal) -> list[Choice]:
    backings = queries.list_backings(session(), proposal.id)
    return queries.list_choices(session(), proposal, backings, viewer())


def _page(proposal: Proposal, form: DateForm, *, status: int = 200) -> ResponseReturnValue:
    choices = _choices(proposal)
    return render(
        "proposals/dates.html",
        status=status,
        proposal=proposal,
        choices=choices,
        form=form,
        is_full=len(choices) >= MOST_DATES,
        back=url_for("proposals_desk.show", proposal_id=proposal.id)
        if may_work_here()
        else address(proposal),
        now=clock.now(),
    )
