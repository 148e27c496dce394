"""At the desk: proposing, and getting behind it, for who says so; and whom to call about it."""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts import queries as accounts
from community.accounts.models import Person
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.proposals import desk_queries, queries, speaking
from community.proposals.agreed import SPOKEN
from community.proposals.backing import NoLongerOpen
from community.proposals.models import Proposal, State
from community.proposals.speaking_forms import (
    SpokenProposalForm,
    form_to_propose_for,
    form_to_speak,
)
from community.topics import queries as topics
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language, sentence

bp = tenant_blueprint("proposals_spoken", __name__, "/beheer/voorstellen")


@bp.route("/namens", methods=["GET", "POST"])
@librarians_only
@reads(Reading.PROPOSALS)
@private
def propose() -> ResponseReturnValue:
    """For somebody who is new; or find who has been here before."""
    return _propose(SpokenProposalForm())


@bp.route("/namens/<int:person_id>", methods=["GET", "POST"])
@librarians_only
@reads(Reading.PROPOSALS, Whose.PERSON)
@private
def propose_known(person_id: int) -> ResponseReturnValue:
    person = accounts.get_membership(session(), this_library().id, person_id).person
    return _propose(form_to_propose_for(person), person)


@bp.route("/<int:proposal_id>/namens", methods=["GET", "POST"])
@librarians_only
@reads(Reading.PROPOSALS)
@private
def back(proposal_id: int) -> ResponseReturnValue:
    proposal = _open(proposal_id)
    return _back(proposal, form_to_speak(queries.list_dates(session(), proposal_id)))


@bp.route("/<int:proposal_id>/namens/<int:person_id>", methods=["GET", "POST"])
@librarians_only
@reads(Reading.PROPOSALS, Whose.PERSON)
@private
def back_known(proposal_id: int, person_id: int) -> ResponseReturnValue:
    """What they said themselves stands in it already."""
    proposal = _open(proposal_id)
    person = accounts.get_membership(session(), this_library().id, person_id).person
    form = form_to_speak(queries.list_dates(session(), proposal_id), person)
    stands = queries.find_backing(session(), proposal_id, person_id)
    if stands is not None and request.method == "GET":
        form.show(stands.bring, queries.votes_of(session(), stands.id))
    return _back(proposal, form, person)


@bp.post("/<int:proposal_id>/gebeld/<int:backing_id>")
@librarians_only
def called(proposal_id: int, backing_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        speaking.called(tx, this_library().id, proposal_id, backing_id)
    return done(gettext("Noted."), url_for("calls.index", _anchor="voorstellen"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "desk.calls", _calls)
    waiting.waits(
        app,
        lambda library_id, _now: (desk_queries.how_many_calls(library_id),),
        lambda number: render_template("proposals/_desk_calls_todo.html", number=number),
    )


def _calls() -> str | None:
    calls = desk_queries.list_calls(session(), this_library().id)
    if not calls:
        return None
    return render_template("proposals/_calls.html", calls=calls, now=clock.now())


def _at(proposal_id: int) -> str:
    return url_for("proposals_desk.show", proposal_id=proposal_id)


def _propose(form: FlaskForm, person: Person | None = None) -> ResponseReturnValue:
    library_id = this_library().id
    form.offer(topics.list_themes(session()), (), language())
    if form.validate_on_submit():
        who = form.speaker(language(), person)
        try:
            with transaction() as tx:
                made = speaking.propose(
                    tx, library_id, who, form.said(language()),
                    is_old_enough=bool(form.is_old_enough.data), now=clock.now(),
                )  # fmt: skip
            return done(gettext("It is open now, and people can find it."), _at(made.id))
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
    return _page("proposals/desk_propose.html", form, person_id=person.id if person else None)


def _back(proposal: Proposal, form: FlaskForm, person: Person | None = None) -> ResponseReturnValue:
    library_id, proposal_id = this_library().id, proposal.id
    if form.validate_on_submit():
        who = form.speaker(language(), person)
        try:
            with transaction() as tx:
                speaking.back(tx, library_id, proposal_id, who, form.joined(), now=clock.now())
            return done(gettext("Noted. They support it."), _at(proposal_id))
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
    return _page(
        "proposals/desk_back.html",
        form,
        person_id=person.id if person else None,
        proposal=_open(proposal_id),
    )


def _page(
    template: str, form: FlaskForm, *, person_id: int | None, **more: Any
) -> ResponseReturnValue:
    """The form of somebody known; or, with who was found by name, that of somebody new."""
    library_id = this_library().id
    words = request.args.get("q", "").strip()[:80] if person_id is None else ""
    return render(
        template,
        status=422 if form.errors else 200,
        form=form,
        person=accounts.get_membership(session(), library_id, person_id).person
        if person_id
        else None,
        words=words,
        found=accounts.search_people(session(), library_id, words) if words else None,
        to_read_out=SPOKEN.words,
        **more,
    )


def _open(proposal_id: int) -> Proposal:
    proposal = queries.get(session(), this_library().id, proposal_id)
    if proposal.state is not State.OPEN:
        raise NoLongerOpen
    return proposal
