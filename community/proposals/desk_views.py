"""Proposals at the desk: what waits for an answer, and the answers."""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings.desk_views import hand
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_forms import put_beside
from community.gatherings.models import Gathering
from community.libraries.queries import list_branches_with_rooms
from community.libraries.tenancy import tenant_blueprint, this_library
from community.proposals import answering, desk_queries, queries, seeing
from community.proposals.desk_forms import AskForm, DeclineForm, PlanForm
from community.proposals.models import Proposal, ProposalDate, Reason
from community.proposals.seeing import Choice
from community.register.views import viewer
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("proposals_desk", __name__, "/beheer/voorstellen")


@bp.get("")
@librarians_only
@reads(Reading.PROPOSALS)
@private
def index() -> ResponseReturnValue:
    """What waits for us first; then what waits for others, what is being planned, what is over."""
    library_id = this_library().id
    current = desk_queries.list_at_desk(session(), library_id)
    ended = desk_queries.list_ended(session(), library_id)
    return render(
        "proposals/desk_index.html",
        ours=[each for each in current if each.is_the_librarys_turn and not each.hidden_at],
        others=[each for each in current if not each.is_the_librarys_turn or each.hidden_at],
        ended=ended,
        behind=queries.count_backers(session(), [each.id for each in (*current, *ended)]),
        now=clock.now(),
    )


@bp.get("/<int:proposal_id>")
@librarians_only
@reads(Reading.PROPOSALS)
@private
def show(proposal_id: int) -> ResponseReturnValue:
    return _page(_proposal(proposal_id))


@bp.route("/<int:proposal_id>/activiteit", methods=["GET", "POST"])
@librarians_only
@reads(Reading.PROPOSALS)
@private
def plan(proposal_id: int) -> ResponseReturnValue:
    """Make a draft of it; what else an activity needs is asked on its own form."""
    proposal, form = _proposal(proposal_id), PlanForm()
    form.offer_places(list_branches_with_rooms(session(), this_library()))
    choices = _choices(proposal)
    if request.method == "GET":
        form.show(proposal, _chosen(choices))
    elif form.validate() and form.times_exist() and form.lies_ahead():
        try:
            return _plan(proposal, form)
        except DraftRefused as refused:
            put_beside(form, refused.problems)
        except DomainError as refused:
            return _refused(proposal_id, refused)
    return render(
        "proposals/desk_plan.html",
        status=422 if form.errors else 200,
        proposal=proposal,
        form=form,
        choices=choices,
        now=clock.now(),
    )


@bp.post("/<int:proposal_id>/nee")
@librarians_only
@private
def decline(proposal_id: int) -> ResponseReturnValue:
    proposal, form = _proposal(proposal_id), DeclineForm()
    if not form.validate_on_submit():
        return _page(proposal, declining=form, status=422)
    by, library_id = hand(), this_library().id
    try:
        with transaction() as tx:
            answering.decline(
                tx, library_id, proposal_id, Reason(form.reason.data), form.answer.data, by
            )
    except DomainError as refused:
        return _refused(proposal_id, refused)
    return done(
        gettext("Answered. Everyone who supports it hears about it by e-mail."), _at(proposal_id)
    )


@bp.post("/<int:proposal_id>/vraag")
@librarians_only
@private
def ask(proposal_id: int) -> ResponseReturnValue:
    """A question first, or more people behind it."""
    proposal, form = _proposal(proposal_id), AskForm()
    if not form.validate_on_submit():
        return _page(proposal, asking=form, status=422)
    by, library_id = hand(), this_library().id
    try:
        with transaction() as tx:
            answering.ask(
                tx, library_id, proposal_id, form.question.data, form.ends_at(),
                wanted=form.wanted.data, hand=by,
            )  # fmt: skip
    except DomainError as refused:
        return _refused(proposal_id, refused)
    return done(
        gettext("Asked. Everyone who supports it hears about it by e-mail."), _at(proposal_id)
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem(
        "proposals_desk.index", N_("Proposals"), order=52, shown=may_work_here, more=True
    )
    slots.add_to_menu(app, Menu.DESK, item)
    slots.fill(app, "gathering.desk", _made_of, order=46)
    waiting.waits(
        app,
        lambda library_id, _now: (
            desk_queries.to_answer(library_id),
            desk_queries.first_term(library_id),
        ),
        lambda number, first: render_template(
            "proposals/_desk_todo.html", number=number, first=first, now=clock.now()
        ),
        order=40,
    )


def _made_of(*, gathering: Gathering) -> str | None:
    """On the page of a gathering that was made of a proposal: how many asked, what they bring."""
    proposal = queries.find_of_gathering(session(), gathering.library_id, gathering.id)
    if proposal is None or not may_work_here():
        return None
    backings = queries.list_backings(session(), proposal.id)
    brings = [each for each in seeing.company(proposal, backings, viewer()) if each.bring]
    return render_template(
        "proposals/_made_of.html", proposal=proposal, behind=len(backings), brings=brings
    )


def _plan(proposal: Proposal, form: PlanForm) -> ResponseReturnValue:
    by, library_id = hand(), this_library().id
    draft = form.draft(proposal, proposal.language)
    proposal_id = proposal.id
    with transaction() as tx:
        gathering = answering.plan(tx, library_id, proposal_id, draft, form.answer.data or "", by)
    said = gettext("It is now a draft. Fill in the rest, and publish it.")
    return done(said, url_for("gatherings_form.edit", gathering_id=gathering.id))


def _proposal(proposal_id: int) -> Proposal:
    return queries.get(session(), this_library().id, proposal_id)


def _choices(proposal: Proposal) -> list[Choice]:
    backings = queries.list_backings(session(), proposal.id)
    return queries.list_choices(session(), proposal, backings, viewer())


def _chosen(choices: list[Choice]) -> ProposalDate | None:
    """The date that the librarian pressed, or else the one to come that suits most."""
    pressed = row_id(request.args.get("datum"))
    today = clock.local_day(clock.now())
    coming = [each for each in choices if each.date.day >= today]
    chosen = [each for each in coming if each.date.id == pressed]
    best = chosen or sorted(coming, key=lambda each: each.suits, reverse=True)
    return best[0].date if best else None


def _refused(proposal_id: int, refused: DomainError) -> ResponseReturnValue:
    """Somebody was first: how it stands now, with the sentence that says so."""
    return _page(_proposal(proposal_id), said=sentence(refused), status=refused.status)


def _page(
    proposal: Proposal,
    *,
    declining: FlaskForm | None = None,
    asking: FlaskForm | None = None,
    said: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    who = viewer()
    backings = queries.list_backings(session(), proposal.id)
    context: dict[str, Any] = {
        "proposal": proposal,
        "company": seeing.company(proposal, backings, who),
        "backings": backings,
        "choices": queries.list_choices(session(), proposal, backings, who),
        "declining": declining or DeclineForm(formdata=None),
        "asking": asking or AskForm(formdata=None),
        "answered_by": desk_queries.name_of_librarian(session(), proposal),
        "said": said,
        "now": clock.now(),
    }
    return render("proposals/desk_show.html", status=status, **context)


def _at(proposal_id: int) -> str:
    return url_for(".show", proposal_id=proposal_id)
