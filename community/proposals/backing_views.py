"""Getting behind a proposal: signed in, or by the link in a mail."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import ages, doors
from community.accounts.access import me, visitor
from community.consents.models import Channel
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.proposals import backing, own_queries, queries
from community.proposals.backing import NoLongerOpen
from community.proposals.forms import StrangersBackingForm, form_to_back
from community.proposals.models import Proposal, ProposalBacking, State
from community.proposals.proposing import Stranger
from community.proposals.views import address
from community.proposals.writing_views import MAILED_TO, WRITE
from community.register.views import viewer
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import language
from community.web.keys import house_key

bp = tenant_blueprint("proposal_backing", __name__, "/voorstellen")


@bp.route("/<int:proposal_id>/meedoen", methods=["GET", "POST"])
@open_to_all
@private
def join(proposal_id: int) -> ResponseReturnValue:
    """Say that one is behind it, what one brings, and when one can; or change that."""
    person, proposal = visitor(), _open(proposal_id)
    stands = queries.find_backing(session(), proposal.id, person.id) if person else None
    form = form_to_back(
        queries.list_dates(session(), proposal.id),
        is_stranger=person is None,
        is_known=person is not None and ages.said_age(session(), person.id),
    ).ask(this_library().id, person.id if person else None)
    if request.method == "GET" and stands is not None:
        form.show(stands.bring, queries.votes_of(session(), stands.id))
    elif form.validate_on_submit():
        if isinstance(form, StrangersBackingForm):
            return _by_mail(proposal, form)
        person_id = me().id
        with transaction() as tx:
            form.agree(tx, this_library().id, person_id, now=clock.now())
            backing.back(
                tx, this_library().id, proposal_id, person_id, form.joined(), now=clock.now()
            )
        return done(gettext("Thank you! You support it."), address(proposal))
    return render(
        "proposals/join.html",
        status=422 if form.errors else 200,
        form=form,
        proposal=proposal,
        stands=stands,
        action=url_for(".join", proposal_id=proposal_id),
    )


@bp.post("/<int:proposal_id>/niet-meer")
@signed_in
def leave(proposal_id: int) -> ResponseReturnValue:
    proposal = queries.get_readable(session(), this_library().id, proposal_id, viewer())
    person_id = me().id
    with transaction() as tx:
        backing.leave(tx, this_library().id, proposal_id, person_id, now=clock.now())
    return done(gettext("You no longer support it."), address(proposal))


@bp.get("/mee/<token>")
@open_to_all
@private
def by_link(token: str) -> ResponseReturnValue:
    """A page with a button, because scanners follow links."""
    own = _own(token)
    form = form_to_back(
        queries.list_dates(session(), own.proposal_id), is_known=own.age_said_at is not None
    ).ask(own.library_id, own.person_id)
    form.show(own.bring, queries.votes_of(session(), own.id))
    return _own_page(token, own, form)


@bp.post("/mee/<token>")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    """Yes, it was me, with what stands in the form now."""
    own = _own(token)
    form = form_to_back(
        queries.list_dates(session(), own.proposal_id), is_known=own.age_said_at is not None
    ).ask(own.library_id, own.person_id)
    if not form.validate_on_submit():
        return _own_page(token, own, form, status=422)
    own_id, person_id = own.id, own.person_id
    with transaction() as tx:
        form.agree(tx, this_library().id, person_id, channel=Channel.MAIL, now=clock.now())
        backing.confirm(tx, this_library().id, own_id, form.joined(), now=clock.now())
    return done(gettext("Thank you! You support it."), url_for(".by_link", token=token))


@bp.post("/mee/<token>/weg")
@open_to_all
@private
def leave_by_link(token: str) -> ResponseReturnValue:
    own = _own(token)
    proposal, person_id = own.proposal, own.person_id
    if person_id is not None:
        with transaction() as tx:
            backing.leave(tx, this_library().id, proposal.id, person_id, now=clock.now())
    return done(gettext("You no longer support it."), address(proposal))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _open(proposal_id: int) -> Proposal:
    proposal = queries.get_readable(session(), this_library().id, proposal_id, viewer())
    if proposal.state is not State.OPEN or proposal.hidden_at is not None:
        raise NoLongerOpen
    return proposal


def _by_mail(proposal: Proposal, form: StrangersBackingForm) -> ResponseReturnValue:
    """The answer is the same whether the address is known or not."""
    doors.enter(WRITE, form.email.data)
    with transaction() as tx:
        backing.back_by_mail(
            tx, this_library().id, proposal.id, form.joined(),
            Stranger(form.first_name.data, form.email.data, language()), now=clock.now(),
        )  # fmt: skip
    browser[MAILED_TO] = form.email.data
    return go(url_for("proposal_writing.look_in_your_mail"))


def _own(token: str) -> ProposalBacking:
    return own_queries.get_backing_by_token(session(), this_library().id, token, key=house_key())


def _own_page(
    token: str, own: ProposalBacking, form: object, *, status: int = 200
) -> ResponseReturnValue:
    return render(
        "proposals/own_backing.html",
        status=status,
        own=own,
        proposal=own.proposal,
        form=form,
        token=token,
        is_open=own.proposal.state is State.OPEN,
        now=clock.now(),
    )
