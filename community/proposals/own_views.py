"""What I proposed, for me alone: answer the library, take it back; signed in or by link."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.consents.models import Channel
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.moderation.rules_form import RulesForm
from community.proposals import answering, own_queries, proposing, rewording, seeing, states
from community.proposals.forms import ReplyForm, RewordForm
from community.proposals.models import Proposal, State
from community.proposals.views import address
from community.proposals.writing_views import said_of
from community.web import slots
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.keys import house_key

bp = tenant_blueprint("own_proposals", __name__, "/voorstellen")


@bp.get("/<int:proposal_id>/van-mij")
@signed_in
@private
def show(proposal_id: int) -> ResponseReturnValue:
    """How it stands with mine, and what I can do about it."""
    return _page(_mine(proposal_id), ReplyForm(formdata=None))


@bp.post("/<int:proposal_id>/antwoord")
@signed_in
@private
def reply(proposal_id: int) -> ResponseReturnValue:
    proposal, form = _mine(proposal_id), ReplyForm()
    if not form.validate_on_submit():
        return _page(proposal, form, status=422)
    with transaction() as tx:
        answering.reply(tx, this_library().id, proposal_id, form.reply.data, now=clock.now())
    return done(gettext("Thank you. The library will read it."), _at(proposal_id))


@bp.route("/<int:proposal_id>/wijzigen", methods=["GET", "POST"])
@signed_in
@private
def reword(proposal_id: int) -> ResponseReturnValue:
    """Other words, which others see to be changed."""
    return _reword(_mine(proposal_id), _at(proposal_id))


@bp.post("/<int:proposal_id>/intrekken")
@signed_in
def withdraw(proposal_id: int) -> ResponseReturnValue:
    _mine(proposal_id)
    with transaction() as tx:
        states.withdraw(tx, this_library().id, proposal_id, now=clock.now())
    said = gettext("You have withdrawn it. Everyone who supported it hears about it by e-mail.")
    return done(said, _at(proposal_id))


@bp.get("/link/<token>")
@open_to_all
@private
def by_link(token: str) -> ResponseReturnValue:
    """A page with a button, because scanners follow links."""
    proposal = _linked(token)
    return _page(proposal, ReplyForm(formdata=None), token=token)


@bp.post("/link/<token>/bevestigen")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    """Yes, it was me; and who never wrote here before keeps to the rules of the house."""
    proposal = _linked(token)
    proposal_id, person_id = proposal.id, proposal.person_id
    form = RulesForm().ask(this_library().id, person_id)
    if not form.validate():
        return _page(proposal, ReplyForm(formdata=None), form, token=token, status=422)
    with transaction() as tx:
        form.agree(tx, this_library().id, person_id, channel=Channel.MAIL, now=clock.now())
        proposal = proposing.confirm(tx, this_library().id, proposal_id, now=clock.now())
    return done(said_of(proposal), url_for(".by_link", token=token))


@bp.post("/link/<token>/antwoord")
@open_to_all
@private
def reply_by_link(token: str) -> ResponseReturnValue:
    proposal, form = _linked(token), ReplyForm()
    if not form.validate_on_submit():
        return _page(proposal, form, token=token, status=422)
    proposal_id = proposal.id
    with transaction() as tx:
        answering.reply(tx, this_library().id, proposal_id, form.reply.data, now=clock.now())
    return done(gettext("Thank you. The library will read it."), url_for(".by_link", token=token))


@bp.route("/link/<token>/wijzigen", methods=["GET", "POST"])
@open_to_all
@private
def reword_by_link(token: str) -> ResponseReturnValue:
    back = url_for(".by_link", token=token)
    return _reword(_linked(token), back, channel=Channel.MAIL)


@bp.post("/link/<token>/intrekken")
@open_to_all
@private
def withdraw_by_link(token: str) -> ResponseReturnValue:
    proposal_id = _linked(token).id
    with transaction() as tx:
        states.withdraw(tx, this_library().id, proposal_id, now=clock.now())
    said = gettext("You have withdrawn it. Everyone who supported it hears about it by e-mail.")
    return done(said, url_for(".by_link", token=token))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.below", _on_my_page, order=28)


def _mine(proposal_id: int) -> Proposal:
    return own_queries.get_own(session(), this_library().id, proposal_id, me().id)


def _linked(token: str) -> Proposal:
    return own_queries.get_by_token(session(), this_library().id, token, key=house_key())


def _page(
    proposal: Proposal,
    form: ReplyForm,
    rules: RulesForm | None = None,
    *,
    token: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """The same page by either door; who comes by link stays on it."""
    acts = ("reply", "reword", "withdraw")
    to = (
        {act: url_for(f".{act}_by_link", token=token) for act in acts}
        if token
        else {act: url_for(f".{act}", proposal_id=proposal.id) for act in acts}
    )
    return render(
        "proposals/own.html",
        status=status,
        proposal=proposal,
        form=form,
        rules_form=rules or RulesForm(formdata=None).ask(proposal.library_id, proposal.person_id),
        token=token,
        to=to,
        is_shown=proposal.state in seeing.SHOWN,
        can_reword=proposal.state is State.OPEN,
        can_withdraw=proposal.state in (State.DRAFT, State.WAITING, State.OPEN),
        public_address=address(proposal),
        now=clock.now(),
    )


def _reword(
    proposal: Proposal, back: str, *, channel: Channel = Channel.SCREEN
) -> ResponseReturnValue:
    library_id, proposal_id, person_id = proposal.library_id, proposal.id, proposal.person_id
    if proposal.state is not State.OPEN:
        raise rewording.IsNotOpen
    form = RewordForm(obj=proposal).ask(library_id, person_id)
    if not form.validate_on_submit():
        status = 422 if form.errors else 200
        return render(
            "proposals/reword.html", status=status, proposal=proposal, form=form, back=back
        )
    with transaction() as tx:
        form.agree(tx, library_id, person_id, channel=channel, now=clock.now())
        rewording.reword(
            tx, library_id, proposal_id, form.title.data, form.text.data or "", now=clock.now()
        )
    return done(gettext("Changed. Others see that, and when."), back)


def _at(proposal_id: int) -> str:
    return url_for(".show", proposal_id=proposal_id)


def _on_my_page(**_about: object) -> str | None:
    """What I proposed, and what of others I am behind."""
    mine = own_queries.list_own(session(), me().id)
    backed = own_queries.list_backed(session(), me().id)
    if not (mine or backed):
        return None
    return render_template("proposals/_mine.html", mine=mine, backed=backed, now=clock.now())
