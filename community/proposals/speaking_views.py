"""At the desk: proposing, and getting behind it, for who says so; and whom to call about it."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.proposals import desk_queries, queries, speaking
from community.proposals.agreed import SPOKEN
from community.proposals.backing import NoLongerOpen
from community.proposals.models import State
from community.proposals.speaking_forms import SpokenProposalForm, form_to_speak
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language, sentence

bp = tenant_blueprint("proposals_spoken", __name__, "/beheer/voorstellen")


@bp.route("/namens", methods=["GET", "POST"])
@librarians_only
@private
def propose() -> ResponseReturnValue:
    form, library_id = SpokenProposalForm(), this_library().id
    form.offer(queries.list_themes(session()), (), language())
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                made = speaking.propose(
                    tx, library_id, form.speaker(language()), form.said(language()),
                    is_old_enough=bool(form.is_old_enough.data), now=clock.now(),
                )  # fmt: skip
            return done(gettext("It is open now, and found."), _at(made.id))
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
    return render(
        "proposals/desk_propose.html",
        status=422 if form.errors else 200,
        form=form,
        to_read_out=SPOKEN.words,
    )


@bp.route("/<int:proposal_id>/namens", methods=["GET", "POST"])
@librarians_only
@reads(Reading.PROPOSALS)
@private
def back(proposal_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    proposal = queries.get(session(), library_id, proposal_id)
    if proposal.state is not State.OPEN:
        raise NoLongerOpen
    form = form_to_speak(queries.list_dates(session(), proposal_id))
    if form.validate_on_submit():
        with transaction() as tx:
            speaking.back(
                tx, library_id, proposal_id, form.speaker(language()), form.joined(),
                now=clock.now(),
            )  # fmt: skip
        return done(gettext("Noted. They are behind it."), _at(proposal_id))
    return render(
        "proposals/desk_back.html",
        status=422 if form.errors else 200,
        proposal=proposal,
        form=form,
        to_read_out=SPOKEN.words,
    )


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
